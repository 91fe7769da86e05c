import { Component, type ReactNode } from 'react';
import type { ContractError } from '../../../shared/contract/result.js';
import { toContractError } from '../../../shared/errors/contract-error.js';
import { ErrorView } from '../../ui/ErrorView.js';
import styles from './shell.module.css';

interface Props {
  readonly children: ReactNode;
}

interface State {
  readonly error: ContractError | undefined;
}

/** Shows an error in place of the components that threw it. Retry renders them again. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: undefined };

  static getDerivedStateFromError(thrown: unknown): State {
    return { error: toContractError(thrown) };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <div className={styles.broken}>
        <ErrorView error={error} onRetry={() => this.setState({ error: undefined })} />
      </div>
    );
  }
}
