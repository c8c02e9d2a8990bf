import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { httpApi } from './api/http-api';
import { Console } from './console/console';
import './styles/main.css';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <Console api={httpApi()} />
  </StrictMode>,
);
