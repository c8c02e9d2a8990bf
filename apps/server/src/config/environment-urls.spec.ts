import { settings } from '../testing/cloud';
import { withEnvironmentUrls } from './environment-urls';

const urlsWith = (text: string | undefined) =>
  withEnvironmentUrls([settings], text)[0]?.environments.map(({ url }) => url);

it('gives each environment the address that the variable has for it', () => {
  const text = JSON.stringify({
    'shop-console/uat': 'http://127.0.0.1:4302',
    'other/prod': 'https://example.org',
  });
  expect(urlsWith(text)).toEqual([undefined, 'http://127.0.0.1:4302', undefined]);
  expect(urlsWith(undefined)).toEqual([undefined, undefined, undefined]);
});

it.each(['{', '[]', '{"shop-console/uat": "javascript:alert(1)"}', '{"shop-console/uat": 1}'])(
  'refuses %s',
  (text) =>
    expect(() => urlsWith(text)).toThrow(/SLUICE_ENVIRONMENT_URLS is not a JSON object of web addresses/),
);
