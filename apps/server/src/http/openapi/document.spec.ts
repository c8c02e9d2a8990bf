import { Validator } from '@seriousme/openapi-schema-validator';
import { openApiDocument } from './document';

it('is a valid OpenAPI document', async () => {
  const result = await new Validator().validate(openApiDocument());
  expect(result).toMatchObject({ valid: true });
});
