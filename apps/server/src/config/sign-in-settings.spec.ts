import { settings } from '../testing/cloud';
import { openSignIn } from '../auth/open-sign-in';
import { readSignIn } from './sign-in-settings';

const token = 'x'.repeat(43);
const loadBalancer = {
  CONSOLE_ALB_ARN:
    'arn:aws:elasticloadbalancing:eu-west-1:123456789012:loadbalancer/app/console/50dc6c495c0c9188',
  CONSOLE_OIDC_ISSUER: 'https://issuer.example',
  CONSOLE_OIDC_CLIENT_ID: 'client',
};
const read = (variables: Record<string, string>) => readSignIn((name) => variables[name] || undefined);

it('knows a token and whose name it acts in, a load balancer and its promoters, or nothing', () => {
  expect(read({ CONSOLE_TOKEN: token, CONSOLE_ACTOR: 'Amy' })).toEqual({
    kind: 'token',
    token,
    actor: 'Amy',
  });
  expect(read({ CONSOLE_TOKEN: token })).toMatchObject({ actor: expect.stringMatching(/./) });
  expect(read({ ...loadBalancer, CONSOLE_PROMOTERS: 'amy@example.org=*' })).toEqual({
    kind: 'oidc',
    albArn: loadBalancer.CONSOLE_ALB_ARN,
    issuer: 'https://issuer.example',
    clientId: 'client',
    trustsEmail: false,
    promoters: 'amy@example.org=*',
  });
  expect(read({ ...loadBalancer, CONSOLE_OIDC_TRUST_EMAIL: 'true' })).toMatchObject({ trustsEmail: true });
  expect(read({})).toEqual({ kind: 'none' });
});

it('does not choose between two ways to sign in', () => {
  expect(() => read({ ...loadBalancer, CONSOLE_TOKEN: token })).toThrow(
    expect.objectContaining({
      message: expect.stringContaining('CONSOLE_TOKEN'),
      code: 'invalid-configuration',
    }),
  );
});

it.each(Object.keys(loadBalancer))('says that %s is missing', (name) => {
  expect(() => read({ ...loadBalancer, [name]: '' })).toThrow(
    expect.objectContaining({
      message: expect.stringContaining(`${name} is missing`),
      code: 'invalid-configuration',
    }),
  );
});

it('does not guess whether addresses are to be trusted', () => {
  expect(() => read({ ...loadBalancer, CONSOLE_OIDC_TRUST_EMAIL: 'yes' })).toThrow(
    expect.objectContaining({ message: expect.stringContaining('"yes"'), code: 'invalid-configuration' }),
  );
});

it.each(['short', `${'x'.repeat(42)}=`, `${'x'.repeat(43)} `])(
  'takes no token that can be guessed: %s',
  (CONSOLE_TOKEN) => {
    expect(() => read({ CONSOLE_TOKEN })).toThrow(
      expect.objectContaining({
        message: expect.not.stringContaining(CONSOLE_TOKEN),
        code: 'invalid-configuration',
      }),
    );
  },
);

it.each([
  [{ CONSOLE_ALB_ARN: 'arn:aws:s3:::bucket' }, 'arn:aws:s3:::bucket'],
  [{ CONSOLE_ALB_ARN: loadBalancer.CONSOLE_ALB_ARN.replace('aws', 'aws-cn') }, 'the partition aws-cn'],
  [{ CONSOLE_PROMOTERS: 'amy@example.org=mars' }, 'mars'],
  [{ CONSOLE_PROMOTERS: 'everybody' }, 'everybody'],
])('starts with nothing that is invalid: %j', (changes, wrong) => {
  expect(() => openSignIn(read({ ...loadBalancer, ...changes }), [settings])).toThrow(
    expect.objectContaining({ message: expect.stringContaining(wrong), code: 'invalid-configuration' }),
  );
});
