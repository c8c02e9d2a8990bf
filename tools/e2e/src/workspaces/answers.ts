/** Asks until the environment serves the version, at most two minutes; packages may have to be installed first. @returns the body */
export async function answers(url: string, expected: RegExp): Promise<string> {
  const end = Date.now() + 120_000;
  for (let body = ''; ;) {
    body = await fetch(url).then(
      (answer) => answer.text(),
      (error: Error) => String(error.cause ?? error.message),
    );
    if (expected.test(body)) return body;
    if (Date.now() > end) throw new Error(`${url} answers: ${body}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
