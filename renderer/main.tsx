import './data/zod-without-eval.js';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.js';
import { connect } from './data/connect.js';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element #root');
createRoot(root).render(<App {...connect()} />);
