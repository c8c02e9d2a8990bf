import '@cloudscape-design/global-styles/index.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { appPath } from './api/app-path';
import { httpApi } from './api/http-api';
import { LiveBoard } from './live/live-board';
import { startColorMode } from './shell/color-mode';
import { Console } from './shell/console';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
startColorMode();
const base = appPath(window.location.pathname);
const api = httpApi(base);
createRoot(root).render(
  <StrictMode>
    <Console api={api} base={base} live={new LiveBoard(api)} />
  </StrictMode>,
);
