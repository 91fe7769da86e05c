import './zod-without-eval.js';
import { createRoot } from 'react-dom/client';
import { connect } from './api/connect.js';
import { App } from './app/App.js';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
createRoot(root).render(<App {...connect()} />);
