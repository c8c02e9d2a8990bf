import type { ReleaseRow } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import { Told } from '../environments/environment-notices';
import { byteSize } from '../text/byte-size';
import { Fact } from '../text/fact';
import { Person } from '../text/person';
import { CommitPage } from '../text/repository-links';
import { Moment } from '../text/moment';
import { RunLink } from '../text/run-link';
import { visibleText } from '../text/visible-text';
import { ReleaseBadges } from './release-badges';
import './releases.css';

/** All that is known of one archive. */
export function ArchiveFacts({ release }: { release: ReleaseRow }) {
  const { commit, digest, author, committedAt, writtenAt, actor, size, run, rejection } = release;
  return (
    <>
      {rejection && (
        <Alert type="warning" statusIconAriaLabel="Warning" header="This release is rejected">
          <Told {...rejection} />
        </Alert>
      )}
      <Container header={<Header variant="h2">Archive</Header>}>
        <dl className="facts">
          <Fact name="Commit">
            <code className="commit">{visibleText(commit)}</code> <CommitPage commit={commit} />
          </Fact>
          <Fact name="Where">
            <ReleaseBadges release={{ ...release, rejection: undefined }} />
            {release.environments.length + release.been.length === 0 && 'Not deployed'}
          </Fact>
          <Fact name="Published">
            <Moment at={writtenAt} isExact />
            {actor !== undefined && (
              <>
                {' by '}
                <Person text={actor} isFull />
              </>
            )}
          </Fact>
          {(committedAt !== undefined || author !== undefined) && (
            <Fact name="Committed">
              {committedAt !== undefined && <Moment at={committedAt} isExact />}
              {author !== undefined && (
                <>
                  {' by '}
                  <Person text={author} isFull />
                </>
              )}
            </Fact>
          )}
          <Fact name="Size">{byteSize(size)}</Fact>
          {run !== undefined && (
            <Fact name="Built by">
              <RunLink run={run} />
            </Fact>
          )}
          {digest !== undefined && (
            <Fact name="Digest">
              <code className="commit">{visibleText(digest)}</code>
            </Fact>
          )}
        </dl>
      </Container>
    </>
  );
}
