import { useState } from 'react';
import { useDocumentStore } from '../../../app/documents/use-documents.js';
import { useFormat } from '../../../format/format-context.js';
import { Button } from '../../../ui/Button.js';
import { useFailureToast, useToast } from '../../../ui/Toasts.js';
import { useDocument } from '../model/document-context.js';
import { jsonTokens } from './json-tokens.js';
import { MetadataEditor } from './MetadataEditor.js';
import styles from './overview.module.css';

/** The metadata as JSON, which can be copied and edited. */
export function Metadata({ tabKey }: { readonly tabKey: string }) {
  const { overview, client } = useDocument();
  const format = useFormat();
  const toast = useToast();
  const failed = useFailureToast();
  const store = useDocumentStore();
  const [isEditing, setIsEditing] = useState(false);
  const metadata = overview.container?.metadata;
  const json = metadata?.json;
  const write = async (text: string): Promise<void> => {
    const { how, before } = await store.write(tabKey, () =>
      client.call('inspect.write-metadata', { document: overview.document, json: text }),
    );
    const undo = () => void write(before ?? '{}').catch(failed);
    toast({
      text: how === 'in-place' ? 'Metadata written in place.' : 'The file was rewritten with the metadata.',
      ...(before !== undefined && { undo }),
    });
  };
  const copy = () => void navigator.clipboard.writeText(json ?? '').then(() => toast({ text: 'Metadata copied' }));
  return (
    <section className={styles.block}>
      <h2>
        Metadata{' '}
        <span>
          {metadata
            ? `${metadata.magicFormat}, ${metadata.codec === 'None' ? 'not compressed' : `${metadata.codec} level ${metadata.level}`}, ${metadata.storedBytes} of ${format.bytes(metadata.roomBytes)}`
            : 'none'}
        </span>
        {json !== undefined && (
          <Button kind="link" onClick={copy}>
            Copy
          </Button>
        )}
        {overview.file.address === undefined && (
          <Button kind="link" onClick={() => setIsEditing(true)}>
            {metadata ? 'Edit…' : 'Add…'}
          </Button>
        )}
      </h2>
      {metadata && json === undefined && <p className="soft">These bytes are not JSON, or they are damaged.</p>}
      {json !== undefined && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: long text scrolls by keys too
        <pre className={styles.json} tabIndex={0}>
          {jsonTokens(json).map(({ kind, text }, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces of a text are identified by their place
            <span key={at} data-kind={kind}>
              {text}
            </span>
          ))}
        </pre>
      )}
      {isEditing && <MetadataEditor before={json ?? '{}'} onSave={write} onClose={() => setIsEditing(false)} />}
    </section>
  );
}
