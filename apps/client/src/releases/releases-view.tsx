import type { ReleasePage } from '@sluice/contract';
import Alert from '@cloudscape-design/components/alert';
import Button from '@cloudscape-design/components/button';
import Input, { type InputProps } from '@cloudscape-design/components/input';
import Pagination from '@cloudscape-design/components/pagination';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useLocation, useSearchParams } from 'react-router';
import { useApi } from '../api/api-context';
import { useResource } from '../api/use-resource';
import { useReleaseChanges } from '../live/use-release-changes';
import { Placeholder } from '../shell/placeholder';
import { Page } from '../shell/page';
import { ProblemNotice } from '../shell/problem-notice';
import { useAnnounce } from '../shell/use-announce';
import { useTypedText } from '../shell/use-typed-text';
import { count } from '../text/count';
import { pageSize, readQuery, writeQuery, type Shown } from './release-query';
import './releases.css';
import { SelectionActions } from './selection-actions';
import { useMedia } from './use-media';

const loadTable = () => import('./release-table');
const loadCards = () => import('./release-cards');
const ReleaseTable = lazy(loadTable);
const ReleaseCards = lazy(loadCards);

/** Every published archive; searched, sorted and paged by the server. */
export default function ReleasesView() {
  const api = useApi();
  const [address, setAddress] = useSearchParams();
  const shown = readQuery(address);
  const { search, sort, order, page } = shown;
  const releaseChanges = useReleaseChanges();
  const isNarrow = useMedia('(max-width: 900px)');
  const [writtenAt] = useState(() => new Map<string, string>());
  const releases = useResource(
    'releases',
    async (signal) => {
      const found = await api.releases({ search, sort, order, page, pageSize }, signal);
      for (const release of found.rows) writtenAt.set(release.commit, release.writtenAt);
      return found;
    },
    JSON.stringify([search, sort, order, page, releaseChanges]),
  );
  // At once, beside the data, and not after them.
  useEffect(() => void (isNarrow ? loadCards() : loadTable()), [isNarrow]);
  // Another page or sort is a step that Back undoes; a tick or a word that is typed is none.
  const show = (change: Partial<Shown>, replace = 'selected' in change || 'search' in change) =>
    setAddress((before) => writeQuery({ ...readQuery(before), ...change }), { replace });
  const List = isNarrow ? ReleaseCards : ReleaseTable;
  const { data, problem, isLoading, reload } = releases;
  const pages = data && Math.max(1, Math.ceil(data.matching / data.pageSize));
  const isBeyond = pages !== undefined && !isLoading && page > pages;
  useAnnounce(
    data && !isLoading && !problem && !isBeyond ? JSON.stringify([search, sort, order, page]) : undefined,
    data ? `${found(data, shown)}${pages === 1 ? '' : `, page ${page} of ${pages}`}` : '',
  );
  const goToLast = useEffectEvent(() => show({ page: pages }, true));
  useEffect(() => void (isBeyond && goToLast()), [isBeyond]);
  return (
    <Page
      title="Releases"
      description={data ? describe(data, shown) : 'All published archives.'}
      actions={
        <SelectionActions
          selected={shown.selected}
          writtenAt={writtenAt}
          onChange={reload}
          onClear={() => show({ selected: [] })}
        />
      }
    >
      <div className="rows releases">
        <Search search={search} onSearch={(text) => show({ search: text, page: 1 })} />
        {data && data.indexed < data.total && <StillIndexing page={data} onReload={reload} />}
        {problem && <ProblemNotice problem={problem} onRetry={reload} />}
        {!data && !problem && <Placeholder height="40rem" label="Loading" />}
        {data && (
          <Suspense fallback={<Placeholder height="40rem" label="Loading" />}>
            <List
              rows={data.rows}
              shown={shown}
              isLoading={isLoading}
              empty={whyNone(data)}
              onShow={(change) => show(change)}
            />
          </Suspense>
        )}
        {pages !== undefined && pages > 1 && (
          <Pagination
            currentPageIndex={page}
            pagesCount={pages}
            ariaLabels={{
              nextPageLabel: 'Next page',
              previousPageLabel: 'Previous page',
              pageLabel: (number) => `Page ${number}`,
            }}
            onChange={({ detail }) => show({ page: detail.currentPageIndex })}
          />
        )}
      </div>
    </Page>
  );
}

function describe(page: ReleasePage, shown: Shown): string {
  const { selected } = shown;
  const elsewhere = selected.filter((commit) => page.rows.every((row) => row.commit !== commit)).length;
  return [
    found(page, shown),
    ...(selected.length > 0 ? [`${selected.length} selected`] : []),
    ...(elsewhere > 0 ? [`${elsewhere} on other pages`] : []),
  ].join(', ');
}

/** "12 releases", "1 release of 5,000 found". */
function found({ total, matching }: ReleasePage, { search }: Shown): string {
  if (!search) return count(total, 'release');
  return `${count(matching, 'release')} of ${total.toLocaleString('en')} found`;
}

function whyNone({ total, matching }: ReleasePage): string {
  if (total === 0) return 'No releases published yet.';
  return matching === 0 ? 'No releases match your search.' : 'No more pages.';
}

function Search({ search, onSearch }: { search: string; onSearch(text: string): void }) {
  const [text, setText] = useTypedText(search, onSearch);
  const field = useRef<InputProps.Ref>(null);
  const isWanted = (useLocation().state as { focus?: string } | null)?.focus === 'search';
  useEffect(() => void (isWanted && field.current?.focus()), [isWanted]);
  return (
    <div className="search" role="search">
      <Input
        ref={field}
        type="search"
        ariaLabel="Find releases"
        placeholder="Search by subject, commit or person"
        clearAriaLabel="Clear"
        value={text}
        onChange={({ detail }) => setText(detail.value)}
      />
    </div>
  );
}

function StillIndexing({ page: { indexed, total }, onReload }: { page: ReleasePage; onReload(): void }) {
  return (
    <div role="status">
      <Alert type="info" statusIconAriaLabel="Info" action={<Button onClick={onReload}>Refresh</Button>}>
        The server has read {indexed.toLocaleString('en')} of {count(total, 'archive')} so far. Search results
        and sorting by subject may be incomplete.
      </Alert>
    </div>
  );
}
