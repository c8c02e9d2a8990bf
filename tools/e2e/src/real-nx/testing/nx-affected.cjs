// One process of the real Nx that does what `nx show projects` does, in the workspace that it works in, whenever the
// parent asks for it.
const { showProjectsHandler } = require('nx/src/command-line/show/projects');
const { resetWorkspaceContext } = require('nx/src/utils/workspace-context');

async function show({ args }) {
  // Nx reads no file again whose name and time it knows.
  resetWorkspaceContext();
  // Where its own start begins, for what it measures of itself.
  performance.mark('init-local');
  const { log } = console;
  let printed = '';
  console.log = (text) => void (printed += text);
  try {
    await showProjectsHandler(args);
  } finally {
    console.log = log;
  }
  return JSON.parse(printed);
}

process.on('message', (question) => {
  show(question).then(
    (answer) => process.send({ answer }),
    (error) => process.send({ error: error.stack }),
  );
});
