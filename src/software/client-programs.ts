/** Products whose weaknesses are used by making a person open something: browsers, mail, documents, media, archivers. */
const clientPrograms =
  /(?<![\p{L}\p{N}])(chrome|chromium|firefox|thunderbird|edge|safari|opera|internet explorer|acrobat|reader|flash|office|word|excel|outlook|powerpoint|onenote|visio|project|libreoffice|openoffice|winrar|7-?zip|winzip|vlc|media player|zoom|teams|slack|skype|webex|java|jre|jdk|silverlight|foxit|notepad\+\+|gimp|photoshop|illustrator|itunes|quicktime|putty|filezilla|keepass|creative cloud|irfanview|wireshark|audacity|inkscape|visual studio code|onedrive|dropbox|paint|3d viewer|snipping)(?![\p{L}\p{N}])/iu;

/** Whether a weakness of the product needs a person on the device; `product` is any text that names it. */
export function isClientProgram(product: string): boolean {
  return clientPrograms.test(product.replace(/[:_]/g, ' '));
}
