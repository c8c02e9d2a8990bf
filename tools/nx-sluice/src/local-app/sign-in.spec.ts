import { newToken, signInAddress, signInVariables } from './sign-in';

it('makes another token each time, of 32 bytes that an address can carry', () => {
  const [one, other] = [newToken(), newToken()];
  expect(one).not.toBe(other);
  expect(one).toMatch(/^[\w-]{43}$/);
  expect(Buffer.from(one, 'base64url')).toHaveLength(32);
  expect(new URL(signInAddress('http://127.0.0.1:4300', one)).searchParams.get('token')).toBe(one);
});

it('gives a server the token, in whose name it acts, and the clone', () => {
  expect(signInVariables({ token: 't', actor: undefined, root: '/repository' })).toEqual({
    CONSOLE_TOKEN: 't',
    CONSOLE_ACTOR: '',
    SLUICE_WORKSPACE: '/repository',
  });
});
