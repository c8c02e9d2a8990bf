import { z } from 'zod';
import type { Build } from '../ports/build';

/** What this kind of build is: docs/provenance.md describes its parameters. */
const buildType = 'https://www.npmjs.com/package/nx-sluice#publish-v1';

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));

const taskSchema = z.object({
  task: z.string(),
  hash: z.string(),
  outcome: z.enum(['built', 'restored', 'unknown']),
  namespace: z.string().optional(),
  commit: z.string().optional(),
  run: z.string().optional(),
});

/**
 * An in-toto Statement v1 (https://github.com/in-toto/attestation/blob/main/spec/v1/statement.md) with the predicate
 * SLSA Provenance v1 (https://slsa.dev/spec/v1.0/provenance). Fields that are not known are ignored, as both ask for.
 */
const statementSchema = z.object({
  _type: z.literal('https://in-toto.io/Statement/v1'),
  subject: z
    .array(z.object({ name: z.string(), digest: z.object({ sha256: hex(64), sluiceContent: hex(64) }) }))
    .length(1),
  predicateType: z.literal('https://slsa.dev/provenance/v1'),
  predicate: z.object({
    buildDefinition: z.object({
      buildType: z.literal(buildType),
      externalParameters: z.object({
        prefix: z.string(),
        project: z.string().optional(),
        allowDirty: z.boolean().optional(),
        allowStale: z.boolean().optional(),
      }),
      internalParameters: z.object({ nxTasks: z.array(taskSchema).optional() }).optional(),
      resolvedDependencies: z
        .array(z.object({ uri: z.string().optional(), digest: z.object({ gitCommit: hex(40) }) }))
        .length(1),
    }),
    runDetails: z.object({
      builder: z.object({ id: z.string().min(1), version: z.record(z.string(), z.string()).optional() }),
      metadata: z.object({
        invocationId: z.string().optional(),
        startedOn: z.iso.datetime(),
        finishedOn: z.iso.datetime(),
      }),
    }),
  }),
});

type Statement = z.infer<typeof statementSchema>;

/** What a statement says of an archive. */
export interface Provenance {
  /** The key of the archive in its bucket. */
  name: string;
  /** Of the zip, lowercase hex. */
  sha256: string;
  /** Of its content; see `manifestDigest` in libs/archive. */
  digest: string;
  commit: string;
  repository?: string;
  builder: string;
  versions?: Readonly<Record<string, string>>;
  /** URL of the CI run. */
  run?: string;
  startedAt: Date;
  finishedAt: Date;
  /** What Nx ran before, or restored; absent where Nx did not run it. */
  tasks?: Build['tasks'];
  prefix: string;
  /** The Nx project that published it. */
  project?: string;
  /** Nothing proved that it is what the commit contains: it was published with these options. */
  unproved: readonly ('allowDirty' | 'allowStale')[];
}

/** @returns the bytes to sign. */
export function writeStatement(provenance: Provenance): Buffer {
  const { name, sha256, digest, commit, repository, builder, versions, run, prefix, project } = provenance;
  const allowed = Object.fromEntries(provenance.unproved.map((option) => [option, true]));
  const nxTasks = provenance.tasks?.map((task) => taskSchema.parse(task));
  const statement: Statement = {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [{ name, digest: { sha256, sluiceContent: digest } }],
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType,
        externalParameters: { prefix, project, ...allowed },
        internalParameters: nxTasks === undefined ? undefined : { nxTasks },
        resolvedDependencies: [{ uri: repository, digest: { gitCommit: commit } }],
      },
      runDetails: {
        builder: { id: builder, version: versions && { ...versions } },
        metadata: {
          invocationId: run,
          startedOn: provenance.startedAt.toISOString(),
          finishedOn: provenance.finishedAt.toISOString(),
        },
      },
    },
  };
  return Buffer.from(JSON.stringify(statement));
}

/** Nothing for whatever is no such statement. */
export function parseStatement(payload: Uint8Array): Provenance | undefined {
  let statement: Statement;
  try {
    statement = statementSchema.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
  } catch {
    return undefined;
  }
  const { buildDefinition, runDetails } = statement.predicate;
  const { externalParameters, internalParameters, resolvedDependencies } = buildDefinition;
  const [subject, source] = [statement.subject[0], resolvedDependencies[0]];
  if (subject === undefined || source === undefined) return undefined;
  const { prefix, project } = externalParameters;
  return {
    name: subject.name,
    sha256: subject.digest.sha256,
    digest: subject.digest.sluiceContent,
    commit: source.digest.gitCommit,
    repository: source.uri,
    builder: runDetails.builder.id,
    versions: runDetails.builder.version,
    run: runDetails.metadata.invocationId,
    startedAt: new Date(runDetails.metadata.startedOn),
    finishedAt: new Date(runDetails.metadata.finishedOn),
    tasks: internalParameters?.nxTasks,
    prefix,
    project,
    unproved: (['allowDirty', 'allowStale'] as const).filter((option) => externalParameters[option] === true),
  };
}
