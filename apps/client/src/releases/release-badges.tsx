import type { EnvironmentCard, ReleaseRow } from '@sluice/contract';
import Badge from '@cloudscape-design/components/badge';
import { deploymentOf } from '../environments/deployment';
import { useBoard } from '../live/use-live';
import { shortId } from '../text/short-id';
import { listing } from '../text/count';
import { shortened } from '../text/untrusted-text';
import { visibleText } from '../text/visible-text';
import './releases.css';

/** "1a2b3c4d and 2 more" */
function alike([first = '', ...others]: string[]): string {
  const more = others.length === 0 ? '' : ` and ${others.length} more`;
  return `${visibleText(shortId(first))}${more}`;
}

/** The tag of an environment has it, and it is not live there. */
function OnTag({ name, environment }: { name: string; environment?: EnvironmentCard }) {
  const arrival = environment && deploymentOf(environment).arrival;
  if (arrival === 'failed') return <Badge color="red">failed in {name}</Badge>;
  if (arrival === 'starting' || arrival === 'running') return <Badge color="blue">deploying to {name}</Badge>;
  return <Badge color="severity-medium">not live in {name}</Badge>;
}

/** Where a release is live, where only the tag has it, where it has been, which are the same as it, and whether and why someone rejected it. */
export function ReleaseBadges({
  release: { commit, environments, been, failed, sameContent, rejection },
}: {
  release: ReleaseRow;
}) {
  const cards = useBoard()?.environments ?? [];
  const cardOf = (name: string) => cards.find((one) => one.name === name);
  const isLive = (name: string) => {
    const card = cardOf(name);
    return card === undefined || card.current?.commit !== commit || deploymentOf(card).arrival === undefined;
  };
  const running = cards.filter((card) => deploymentOf(card).live?.commit === commit).map(({ name }) => name);
  const place = (name: string) => cards.findIndex((one) => one.name === name);
  const live = [...new Set([...environments.filter(isLive), ...running])].sort((a, b) => place(a) - place(b));
  const onTag = environments.filter((name) => !live.includes(name));
  // Of one that nobody may promote, why counts more than where it was; the page of the release has both.
  const before = rejection ? [] : been.filter((name) => !live.includes(name));
  const failedBefore = before.filter((name) => failed.includes(name));
  const past = before.filter((name) => !failed.includes(name));
  if (environments.length + been.length + sameContent.length === 0 && !rejection) return null;
  return (
    <ul className="plain-list badges">
      {rejection && (
        <li className="rejection" title={rejection.reason && visibleText(rejection.reason)}>
          <Badge color="red">rejected</Badge>
          {rejection.reason !== undefined && (
            <bdi className="muted one-line">{visibleText(shortened(rejection.reason, 120))}</bdi>
          )}
        </li>
      )}
      {live.map((name) => (
        <li key={`now ${name}`}>
          <Badge color="green">{name}</Badge>
        </li>
      ))}
      {onTag.map((name) => (
        <li key={`tag ${name}`}>
          <OnTag name={name} environment={cardOf(name)} />
        </li>
      ))}
      {sameContent.length > 0 && (
        <li title={sameContent.map(visibleText).join(', ')}>
          <Badge color="blue">same content as {alike(sameContent)}</Badge>
        </li>
      )}
      {failedBefore.length > 0 && (
        <li>
          <Badge color="grey">failed in {listing(failedBefore)}</Badge>
        </li>
      )}
      {past.length > 0 && (
        <li>
          <Badge color="grey">was in {listing(past)}</Badge>
        </li>
      )}
    </ul>
  );
}
