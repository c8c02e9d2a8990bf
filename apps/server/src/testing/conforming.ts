import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

interface OpenApi {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters?: object[];
        requestBody?: { required: boolean };
        responses: Record<string, { content?: Record<string, { schema: object }> }>;
      }
    >
  >;
  components: object;
}

/** Holds answers to an OpenAPI document: the status must be in it, and the body be as it says. */
export class Conformance {
  /** Operations that were answered as asked. */
  readonly seen = new Set<string>();
  private readonly ajv = addFormats(new Ajv2020({ strict: false, allErrors: true }));

  constructor(readonly document: OpenApi) {
    this.ajv.addSchema({ $id: 'openapi', components: document.components });
  }

  /** `path` as the document has it. */
  check(method: string, path: string, status: number, body: unknown): void {
    const operation = this.document.paths[path]?.[method.toLowerCase()];
    const response = operation?.responses[status];
    if (response === undefined)
      throw new Error(`${method} ${path} answers ${status}, and the document has no word of it.`);
    const schema = response.content?.['application/json']?.schema;
    if (schema !== undefined) {
      const text = JSON.stringify(schema).replace(/"#\/components/g, '"openapi#/components');
      const validate = this.ajv.compile(JSON.parse(text) as object);
      if (!validate(body)) {
        throw new Error(
          `${method} ${path} ${status}: ${this.ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`,
        );
      }
    }
    if (status < 300) this.seen.add(`${method} ${path}`);
  }
}
