import Button from '@cloudscape-design/components/button';
import Modal from '@cloudscape-design/components/modal';
import { SettingChoice } from './setting-choice';
import { shortcutKeys, shortcuts } from './shortcuts';
import './user-menu.css';
import './help-dialog.css';

/** The keys that lead somewhere. */
export default function HelpDialog({ onClose }: { onClose(): void }) {
  return (
    <Modal
      visible
      header="Keyboard shortcuts"
      closeAriaLabel="Close"
      onDismiss={onClose}
      footer={
        <div className="actions dialog-actions">
          <Button variant="primary" onClick={onClose}>
            Close
          </Button>
        </div>
      }
    >
      <dl className="shortcuts">
        {shortcuts.map(({ keys, text }) => (
          <div key={text}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <SettingChoice label="Single-key shortcuts" setting={shortcutKeys} texts={{ on: 'On', off: 'Off' }} />
    </Modal>
  );
}
