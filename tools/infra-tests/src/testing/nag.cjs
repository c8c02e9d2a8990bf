// Runs cdk-nag's AwsSolutions rules on CloudFormation templates, in a process of its own: the CDK keeps much in memory
// and prints what it finds. Arguments: a folder whose node_modules has aws-cdk-lib and cdk-nag, a folder for output, and
// the templates. Prints [template, rule, resource] for each finding as JSON.
const { readFileSync, rmSync, existsSync } = require('node:fs');
const { createRequire } = require('node:module');
const { basename, join } = require('node:path');

const [folder, output, ...templates] = process.argv.slice(2);
const from = createRequire(join(folder, 'package.json'));
const { App, Stack, Validations } = from('aws-cdk-lib');
const { CfnInclude } = from('aws-cdk-lib/cloudformation-include');
const { AwsSolutionsChecks } = from('cdk-nag');

const found = templates.flatMap((template) => {
  const outdir = join(output, basename(template));
  const app = new App({ outdir });
  new CfnInclude(new Stack(app, 'S'), 'T', { templateFile: template });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  try {
    app.synth();
  } catch (error) {
    // That there are findings is an error; any other one is told.
    if (
      !/validation ?failed/i.test(`${error.name} ${error.message}`) &&
      !existsSync(join(outdir, 'validation-report.json'))
    )
      throw error;
  }
  const report = join(outdir, 'validation-report.json');
  if (!existsSync(report)) return [];
  const { pluginReports } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(outdir, { recursive: true });
  return pluginReports
    .filter(({ pluginName }) => pluginName === 'AwsSolutions')
    .flatMap(({ violations }) => violations)
    .flatMap(({ ruleName, violatingConstructs }) =>
      violatingConstructs.map(({ constructPath }) => [
        `aws/${basename(template)}`,
        ruleName.replace('AwsSolutions-', '').replace(/\[.*/, ''),
        constructPath.split('/').at(-1),
      ]),
    );
});
process.stdout.write(`\n${JSON.stringify(found)}\n`);
