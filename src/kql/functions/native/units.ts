/** One unit: how much of the base unit it is, or how to go there and back. */
type Unit =
  number | { readonly toBase: (value: number) => number; readonly fromBase: (value: number) => number };

type Units = Readonly<Record<string, Unit>>;

/** The same unit with prefixes: `Kilo` and `Gram` are `Kilogram`. */
function prefixed(name: string, size: number, prefixes: readonly (keyof typeof powers)[]): Units {
  const small = name.charAt(0).toLowerCase() + name.slice(1);
  return Object.fromEntries([
    [name, size],
    ...prefixes.map((prefix) => [`${prefix}${small}`, size * powers[prefix]] as const),
  ]);
}

const powers = {
  Nano: 1e-9,
  Micro: 1e-6,
  Milli: 1e-3,
  Centi: 1e-2,
  Deci: 1e-1,
  Deca: 1e1,
  Hecto: 1e2,
  Kilo: 1e3,
  Mega: 1e6,
  Giga: 1e9,
  Tera: 1e12,
} as const;

/** A scale of temperature: so many kelvins a degree, from this many degrees at 0 K. */
const scale = (kelvins: number, degreesAtZero: number): Unit => ({
  toBase: (value) => (value - degreesAtZero) * kelvins,
  fromBase: (value) => value / kelvins + degreesAtZero,
});

const [inch, foot, yard, mile, pound, gravity] = [0.0254, 0.3048, 0.9144, 1609.344, 0.453_592_37, 9.806_65];
const surveyFoot = 1200 / 3937;
const degree = Math.PI / 180;
const usGallon = 231 * inch ** 3;
const imperialGallon = 0.004_546_09;
const poundForce = pound * gravity;
const btu = 1055.055_852_62;
const electronVolt = 1.602_176_634e-19;
const lightYear = 9_460_730_472_580_800;
const parsec = (149_597_870_700 * 648_000) / Math.PI;

/** Speeds of a length: a second, a minute and an hour. */
function speeds(name: string, metres: number, times: readonly ('Second' | 'Minute' | 'Hour')[]): Units {
  const seconds = { Second: 1, Minute: 60, Hour: 3600 };
  return Object.fromEntries(times.map((time) => [`${name}Per${time}`, metres / seconds[time]]));
}

/** Units of each kind by the reference's names, in the base unit that stands behind; exact definitions where there are any. */
const kinds: Readonly<Record<string, Units>> = {
  // Radian.
  angle: {
    ...prefixed('Radian', 1, ['Nano', 'Micro', 'Milli', 'Centi', 'Deci']),
    ...prefixed('Degree', degree, ['Nano', 'Micro', 'Milli']),
    Arcminute: degree / 60,
    Arcsecond: degree / 3600,
    Gradian: degree * 0.9,
    NatoMil: (2 * Math.PI) / 6400,
    Revolution: 2 * Math.PI,
    // The sine of the angle.
    Tilt: { toBase: Math.asin, fromBase: Math.sin },
  },
  // Joule; thermochemical calorie; the gallon-free therms of the EC, the United States and Britain.
  energy: {
    ...prefixed('Joule', 1, ['Milli', 'Kilo', 'Mega', 'Giga']),
    ...prefixed('BritishThermalUnit', btu, ['Kilo', 'Mega', 'Giga']),
    ...prefixed('Calorie', 4.184, ['Kilo', 'Mega']),
    ...prefixed('ElectronVolt', electronVolt, ['Kilo', 'Mega', 'Giga', 'Tera']),
    ...prefixed('ThermEc', 1e5 * btu, ['Deca']),
    ...prefixed('ThermImperial', 105_505_585.257_348, ['Deca']),
    ...prefixed('ThermUs', 105_480_400, ['Deca']),
    ...prefixed('WattDay', 86_400, ['Kilo', 'Mega', 'Giga', 'Tera']),
    ...prefixed('WattHour', 3600, ['Kilo', 'Mega', 'Giga', 'Tera']),
    Erg: 1e-7,
    FootPound: foot * poundForce,
    HorsepowerHour: 550 * foot * poundForce * 3600,
  },
  // Newton.
  force: {
    ...prefixed('Newton', 1, ['Micro', 'Milli', 'Deca', 'Kilo', 'Mega']),
    ...prefixed('PoundForce', poundForce, ['Kilo']),
    Dyn: 1e-5,
    KilogramForce: gravity,
    KiloPond: gravity,
    OunceForce: poundForce / 16,
    Poundal: pound * foot,
    ShortTonForce: 2000 * poundForce,
    TonneForce: 1000 * gravity,
  },
  // Metre.
  length: {
    ...prefixed('Meter', 1, ['Nano', 'Micro', 'Milli', 'Centi', 'Deci', 'Deca', 'Hecto', 'Kilo']),
    ...prefixed('Inch', inch, ['Micro']),
    ...prefixed('LightYear', lightYear, ['Kilo', 'Mega']),
    ...prefixed('Parsec', parsec, ['Kilo', 'Mega']),
    Angstrom: 1e-10,
    AstronomicalUnit: 149_597_870_700,
    Chain: 22 * yard,
    DataMile: 6000 * foot,
    DtpPica: inch / 6,
    DtpPoint: inch / 72,
    Fathom: 2 * yard,
    Foot: foot,
    Hand: 4 * inch,
    Mil: inch / 1000,
    Mile: mile,
    NauticalMile: 1852,
    PrinterPica: (12 * inch) / 72.27,
    PrinterPoint: inch / 72.27,
    Shackle: 30 * yard,
    SolarRadius: 695_510_000,
    Twip: inch / 1440,
    UsSurveyFoot: surveyFoot,
    Yard: yard,
  },
  // Kilogram.
  mass: {
    ...prefixed('Gram', 1e-3, ['Nano', 'Micro', 'Milli', 'Centi', 'Deci', 'Deca', 'Hecto', 'Kilo']),
    ...prefixed('Pound', pound, ['Kilo', 'Mega']),
    ...prefixed('Tonne', 1000, ['Kilo', 'Mega']),
    EarthMass: 5.9722e24,
    Grain: pound / 7000,
    LongHundredweight: 112 * pound,
    LongTon: 2240 * pound,
    Ounce: pound / 16,
    ShortHundredweight: 100 * pound,
    ShortTon: 2000 * pound,
    Slug: poundForce / foot,
    SolarMass: 1.98947e30,
    Stone: 14 * pound,
  },
  // Metre per second.
  speed: {
    ...speeds('Centimeter', 1e-2, ['Second', 'Minute', 'Hour']),
    ...speeds('Decimeter', 1e-1, ['Second', 'Minute']),
    ...speeds('Foot', foot, ['Second', 'Minute', 'Hour']),
    ...speeds('Inch', inch, ['Second', 'Minute', 'Hour']),
    ...speeds('Kilometer', 1e3, ['Second', 'Minute', 'Hour']),
    ...speeds('Meter', 1, ['Second', 'Minute', 'Hour']),
    ...speeds('Micrometer', 1e-6, ['Second', 'Minute']),
    ...speeds('Mile', mile, ['Hour']),
    ...speeds('Millimeter', 1e-3, ['Second', 'Minute', 'Hour']),
    ...speeds('Nanometer', 1e-9, ['Second', 'Minute']),
    ...speeds('UsSurveyFoot', surveyFoot, ['Second', 'Minute', 'Hour']),
    ...speeds('Yard', yard, ['Second', 'Minute', 'Hour']),
    Knot: 1852 / 3600,
  },
  // Kelvin.
  temperature: {
    Kelvin: 1,
    DegreeCelsius: scale(1, -273.15),
    DegreeDelisle: scale(-2 / 3, 559.725),
    DegreeFahrenheit: scale(5 / 9, -459.67),
    DegreeNewton: scale(100 / 33, -90.1395),
    DegreeRankine: 5 / 9,
    DegreeReaumur: scale(5 / 4, -218.52),
    DegreeRoemer: scale(40 / 21, -135.90375),
    MillidegreeCelsius: scale(1e-3, -273_150),
    SolarTemperature: 5778,
  },
  // Cubic metre.
  volume: {
    ...prefixed('Liter', 1e-3, ['Micro', 'Milli', 'Centi', 'Deci', 'Deca', 'Hecto', 'Kilo', 'Mega']),
    ...prefixed('CubicMeter', 1, ['Hecto', 'Kilo']),
    ...prefixed('CubicFoot', foot ** 3, ['Hecto', 'Kilo', 'Mega']),
    ...prefixed('ImperialGallon', imperialGallon, ['Kilo', 'Mega']),
    ...prefixed('UsGallon', usGallon, ['Deca', 'Deci', 'Hecto', 'Kilo', 'Mega']),
    // As the reference's example counts it; by definition it is 43,560 cubic feet, 0.0003 % less.
    AcreFoot: 1 / 0.000_810_714,
    AuTablespoon: 2e-5,
    BoardFoot: foot ** 3 / 12,
    CubicCentimeter: 1e-6,
    CubicDecimeter: 1e-3,
    CubicHectometer: 1e6,
    CubicInch: inch ** 3,
    CubicKilometer: 1e9,
    CubicMicrometer: 1e-18,
    CubicMile: mile ** 3,
    CubicMillimeter: 1e-9,
    CubicYard: yard ** 3,
    ImperialBeerBarrel: 36 * imperialGallon,
    ImperialOunce: imperialGallon / 160,
    ImperialPint: imperialGallon / 8,
    MetricCup: 2.5e-4,
    MetricTeaspoon: 5e-6,
    OilBarrel: 42 * usGallon,
    UkTablespoon: 1.5e-5,
    UsBeerBarrel: 31 * usGallon,
    UsCustomaryCup: usGallon / 16,
    UsLegalCup: 2.4e-4,
    UsOunce: usGallon / 128,
    UsPint: usGallon / 8,
    UsQuart: usGallon / 4,
    UsTablespoon: usGallon / 256,
    UsTeaspoon: usGallon / 768,
  },
};

/** What can be converted: angle, energy, force, length, mass, speed, temperature, volume. */
export const unitKinds: readonly string[] = Object.keys(kinds);

/** A value of one unit in another of the same kind, to 15 digits; null when a unit is not known. Names are the reference's. */
export function converted(kind: string, value: number, from: string, to: string): number | null {
  const units = new Map(Object.entries(kinds[kind] ?? {}));
  const [source, target] = [units.get(from), units.get(to)];
  if (source === undefined || target === undefined) return null;
  const base = typeof source === 'number' ? value * source : source.toBase(value);
  return Number((typeof target === 'number' ? base / target : target.fromBase(base)).toPrecision(15));
}
