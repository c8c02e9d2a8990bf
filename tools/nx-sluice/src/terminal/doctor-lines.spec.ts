import { doctorLines } from './doctor-lines';
import { stylesFor } from './styles';

it('says what each check found and, where it is not ok, what to do', () => {
  const lines = doctorLines(
    [
      { check: 'region', state: 'ok', message: 'The bucket is in us-east-1.', remedy: 'never shown' },
      { check: 'clock', state: 'failed', message: 'It is late.', remedy: 'Set it.' },
      { check: 'encryption', state: 'unknown', message: 'Access denied\u001b[2J.' },
    ],
    stylesFor({}, {}),
  );
  expect(lines).toEqual([
    '✓ region: The bucket is in us-east-1.',
    '✗ clock: It is late.',
    '    Set it.',
    '? encryption: Access denied\\u001b[2J.',
  ]);
});
