import { useState } from 'react';
import type { Session } from '@sluice/contract';
import { useApi } from '../api/api-context';
import { asProblem } from '../api/problem';
import { initialsOf, personParts } from '../text/person';
import { timeZone } from '../text/time-zone';
import { visibleText } from '../text/visible-text';
import { colorMode } from './color-mode';
import { useNotices } from './notices';
import { SettingChoice } from './setting-choice';
import './user-menu.css';

const id = 'user-menu';

interface Props {
  /** Absent: nobody is signed in. */
  session?: Session;
  onShowHelp(): void;
  onSignedOut(): void;
}

/** Who is signed in, how they like to read, and the way out. */
export function UserMenu({ session, onShowHelp, onSignedOut }: Props) {
  const name = session && personParts(session.person.name);
  return (
    <>
      <button type="button" className="menu-button" popoverTarget={id}>
        {session ? (
          <>
            <span className="initials" aria-hidden="true">
              {visibleText(initialsOf(session.person.name))}
            </span>
            <span className="visually-hidden">Menu of </span>
            <bdi className="person">{visibleText(name?.name ?? '')}</bdi>
          </>
        ) : (
          <span>Settings</span>
        )}
      </button>
      <div id={id} popover="auto" className="menu" role="group" aria-label="Menu">
        {session && (
          <p className="menu-person">
            <strong>{visibleText(name?.name ?? '')}</strong>
            {name?.address !== undefined && name.address !== name.name && (
              <span className="muted">{visibleText(name.address)}</span>
            )}
          </p>
        )}
        <SettingChoice
          label="Colors"
          setting={colorMode}
          texts={{ system: 'System colors', light: 'Light', dark: 'Dark' }}
        />
        <SettingChoice label="Exact times" setting={timeZone} texts={{ local: 'My time zone', utc: 'UTC' }} />
        <button
          type="button"
          className="menu-item"
          popoverTarget={id}
          popoverTargetAction="hide"
          onClick={onShowHelp}
        >
          Keyboard shortcuts
        </button>
        {session && <SignOut onSignedOut={onSignedOut} />}
      </div>
    </>
  );
}

function SignOut({ onSignedOut }: Pick<Props, 'onSignedOut'>) {
  const api = useApi();
  const tell = useNotices();
  const [isBusy, setBusy] = useState(false);
  const signOut = async () => {
    setBusy(true);
    try {
      const { continueAt } = await api.signOut();
      if (continueAt !== undefined && /^https:/.test(continueAt)) return location.assign(continueAt);
      onSignedOut();
    } catch (thrown) {
      const { message, remedy } = asProblem(thrown);
      tell({ type: 'error', text: `Sign-out failed. ${message} ${remedy}` });
    }
    setBusy(false);
  };
  return (
    <button type="button" className="menu-item" disabled={isBusy} onClick={() => void signOut()}>
      Sign out
    </button>
  );
}
