/** The commands of a shell text, each as its words: quotes removed, variables and redirections as they stand. */
export function shellCommands(text: string): string[][] {
  const commands: string[][] = [];
  let args: string[] = [];
  const endCommand = () => {
    if (args.length > 0) commands.push(args);
    args = [];
  };
  // A quoted or plain piece of a word, or what ends a command.
  const token = /\s*(?:(#[^\n]*)|(&&|\|\||[;|\n])|((?:'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\;|&]|&(?!&))+))/y;
  const whole = text.replace(/\\\n/g, ' ').replace(/[^\S\n]*\n/g, ' \n');
  let at = 0;
  while (at < whole.length) {
    const spaces = /[^\S\n]*/y;
    spaces.lastIndex = at;
    at += spaces.exec(whole)?.[0].length ?? 0;
    token.lastIndex = at;
    const found = whole[at] === '\n' ? undefined : token.exec(whole);
    if (whole[at] === '\n' || found === null || found === undefined) {
      endCommand();
      at += 1;
      continue;
    }
    at = token.lastIndex;
    const [, comment, end, word] = found;
    if (end !== undefined) endCommand();
    else if (comment === undefined && word !== undefined) args.push(withoutQuotes(word));
  }
  endCommand();
  return commands.map(withoutAssignments).filter((command) => command.length > 0);
}

function withoutQuotes(word: string): string {
  return word.replace(/'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)/g, (_, single, double, escaped) =>
    String(single ?? double?.replace(/\\(.)/g, '$1') ?? escaped ?? ''),
  );
}

/** `CI=true npx nx …` runs nx. */
function withoutAssignments(args: string[]): string[] {
  const first = args.findIndex((word) => !/^[A-Za-z_]\w*=/.test(word));
  return first < 0 ? [] : args.slice(first);
}
