import type { DirectoryGraph } from './directory-graph.ts';

/** Object ids of uses ([MS-CRTD] 2.5, RFC 5280). */
const anyPurpose = '2.5.29.37.0';
const clientAuthentication = '1.3.6.1.5.5.7.3.2';
const requestAgent = '1.3.6.1.4.1.311.20.2.1';

/**
 * Settings of a certificate template. A setting that is not in the data is not assumed: a claim then is false, and its
 * opposite too.
 */
export class CertificateTemplate {
  readonly node: number;
  readonly #graph: DirectoryGraph;

  constructor(graph: DirectoryGraph, node: number) {
    this.#graph = graph;
    this.node = node;
  }

  is(setting: TemplateSetting): boolean {
    return this.#graph.flag(this.node, setting) === true;
  }

  isNot(setting: TemplateSetting): boolean {
    return this.#graph.flag(this.node, setting) === false;
  }

  get schemaVersion(): number | undefined {
    return this.#graph.number(this.node, 'schemaversion');
  }

  get authorizedSignatures(): number | undefined {
    return this.#graph.number(this.node, 'authorizedsignatures');
  }

  /** No manager approves, and no other signature is asked for (version 1 templates cannot ask). */
  get isIssuedUnseen(): boolean {
    return this.isNot('requiresmanagerapproval') && this.needsNoSignature;
  }

  get needsNoSignature(): boolean {
    const version = this.schemaVersion;
    const signatures = this.authorizedSignatures;
    return version !== undefined && signatures !== undefined && (version <= 1 || signatures === 0);
  }

  /** Its certificates authenticate over TLS. Older collections do not say so: the uses then decide. */
  get authenticatesOverTls(): boolean {
    if (this.is('schannelauthenticationenabled')) return true;
    if (this.isNot('schannelauthenticationenabled')) return false;
    const uses = this.uses;
    return (
      uses !== undefined &&
      (uses.length === 0 || uses.includes(clientAuthentication) || uses.includes(anyPurpose))
    );
  }

  /** Its certificates may ask for certificates for others; `alsoAny` counts templates for any purpose. */
  isForRequestAgents(alsoAny: boolean): boolean {
    const uses = this.uses;
    if (uses === undefined) return false;
    if (alsoAny) return uses.length === 0 || uses.includes(requestAgent) || uses.includes(anyPurpose);
    return uses.includes(requestAgent) && !uses.includes(anyPurpose);
  }

  /** Wants the signature of a request agent. */
  get wantsRequestAgent(): boolean {
    const policies = this.#graph.texts(this.node, 'applicationpolicies') ?? [];
    return (this.authorizedSignatures ?? 0) >= 1 && policies.includes(requestAgent);
  }

  /** Needs the DNS name of the one who enrolls, which users do not have. */
  get isForUsers(): boolean {
    return this.isNot('subjectaltrequiredns') && this.isNot('subjectaltrequiredomaindns');
  }

  /** Uses that count; empty means any. */
  get uses(): readonly string[] | undefined {
    return this.#graph.texts(this.node, 'effectiveekus');
  }
}

export type TemplateSetting =
  | 'authenticationenabled'
  | 'enrolleesuppliessubject'
  | 'nosecurityextension'
  | 'requiresmanagerapproval'
  | 'schannelauthenticationenabled'
  | 'subjectaltrequiredns'
  | 'subjectaltrequiredomaindns'
  | 'subjectaltrequirespn'
  | 'subjectaltrequireupn';
