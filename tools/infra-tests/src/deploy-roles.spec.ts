import { may } from './testing/attacks';
import { own } from './testing/own-calls';

test.each(own)('each %s', (_name, role, calls) => {
  expect(calls.filter((call) => !may(role, call))).toEqual([]);
});
