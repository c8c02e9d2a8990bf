import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inRepository } from './repository';

/**
 * AWS as the builds meet it, in a folder: `aws` on the PATH writes down what it is asked, keeps records of images as
 * files, and answers in AWS's words where there is none. The registry is asked through the `docker` that the caller
 * puts beside it.
 */
const aws = `#!/bin/bash
printf '%s\\n' "aws $*" >> "$STAND_IN/calls"
option() { local name=$1; shift; while (($#)); do if [[ $1 == "--$name" ]]; then printf %s "$2"; return; fi; shift; done; }
key=$(option key "$@")
case "$1 $2" in
  's3api head-object')
    case "$(option query "$@")" in Metadata.commit) echo "$STAND_IN_COMMIT" ;; Metadata.digest) echo "$STAND_IN_DIGEST" ;; *) exit 64 ;; esac ;;
  's3api get-object')
    if [[ -n \${STAND_IN_DENIES:-} ]]; then echo 'An error occurred (AccessDenied) when calling the GetObject operation: Access Denied' >&2; exit 254; fi
    if [[ ! -e $STAND_IN/bucket/$key ]]; then echo 'An error occurred (NoSuchKey) when calling the GetObject operation: The specified key does not exist.' >&2; exit 254; fi
    cp "$STAND_IN/bucket/$key" "\${@: -1}"; echo '{"ContentLength":71}' ;;
  's3api put-object')
    [[ $(option if-none-match "$@") == '*' ]] || exit 64
    if [[ -e $STAND_IN/bucket/$key ]]; then echo 'An error occurred (PreconditionFailed) when calling the PutObject operation: At least one of the pre-conditions you specified did not hold' >&2; exit 254; fi
    mkdir -p "$STAND_IN/bucket/$(dirname "$key")"; cp "$(option body "$@")" "$STAND_IN/bucket/$key" ;;
  'ecr get-login-password') echo token ;;
  'ecr batch-get-image')
    image=$(option image-ids "$@"); if grep -qsx "\${image#imageDigest=}" "$STAND_IN/registry"; then echo "\${image#imageDigest=}"; else echo None; fi ;;
  'secretsmanager describe-secret')
    name=$(option secret-id "$@")
    if ! grep -qsx "$name" "$STAND_IN/secrets"; then echo "An error occurred (ResourceNotFoundException) when calling the DescribeSecret operation: Secrets Manager can't find the specified secret." >&2; exit 254; fi
    echo "arn:aws:secretsmanager:us-east-1:123456789012:secret:$name-AbCdEf" ;;
  'application-autoscaling '*) ;;
  *) exit 64 ;;
esac
`;

export class AwsStandIn {
  readonly bin: string;

  constructor(readonly folder: string) {
    this.bin = join(folder, 'bin');
    mkdirSync(this.bin, { recursive: true });
    this.program('aws', aws);
    writeFileSync(join(folder, 'calls'), '');
  }

  /** Puts a program on the PATH of the build. */
  program(name: string, script: string): void {
    writeFileSync(join(this.bin, name), script, { mode: 0o755 });
  }

  /** Secrets Manager has a secret of this name. */
  hasSecret(name: string): void {
    writeFileSync(join(this.folder, 'secrets'), `${name}\n`, { flag: 'a' });
  }

  /** The registry has an image of this digest. */
  hasImage(digest: string): void {
    writeFileSync(join(this.folder, 'registry'), `${digest}\n`, { flag: 'a' });
  }

  hasRecord(archiveDigest: string, imageDigest: string): void {
    mkdirSync(join(this.folder, 'bucket/_images/sluice'), { recursive: true });
    writeFileSync(join(this.folder, 'bucket/_images/sluice', archiveDigest), imageDigest);
  }

  /** Which image the bucket says that an archive became. */
  recordOf(archiveDigest: string): string | undefined {
    const file = join(this.folder, 'bucket/_images/sluice', archiveDigest);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** What was asked of AWS and of docker, a line each. */
  calls(): string[] {
    return readFileSync(join(this.folder, 'calls'), 'utf8').split('\n').filter(Boolean);
  }

  forgetCalls(): void {
    writeFileSync(join(this.folder, 'calls'), '');
  }

  /** What the pipeline gives a build of this environment. */
  variables(environment: string, extra: Record<string, string> = {}): Record<string, string> {
    return {
      PATH: `${this.bin}:${process.env.PATH}`,
      HOME: this.folder,
      STAND_IN: this.folder,
      APP: 'sluice',
      ENVIRONMENT: environment,
      SERVICE: `sluice--${environment}`,
      SOURCE_BUCKET: 'pipelines',
      SOURCE_KEY: `sluice/${environment}.zip`,
      SOURCE_VERSION: 'v 1',
      EXECUTION: 'e-1',
      CODEBUILD_BUILD_ID: `sluice--${environment}--build:b-1`,
      PLACE: JSON.stringify({ App: 'sluice', Environment: environment, Bucket: 'pipelines' }),
      ...extra,
    };
  }
}

/** The jq that CodeBuild's image has is the machine's own here. */
export const configurationFile = (environment: string): string =>
  inRepository('aws', `cfn-template-configuration-${environment}.json`);
