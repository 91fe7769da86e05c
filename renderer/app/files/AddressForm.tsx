import { useId, useState } from 'react';
import { Button } from '../../ui/Button.js';
import { Dialog } from '../../ui/Dialog.js';
import { Field } from '../../ui/Field.js';
import { TextField } from '../../ui/TextField.js';

interface Props {
  readonly title: string;
  readonly description: string;
  readonly hint: string;
  readonly placeholder: string;
  readonly submitLabel: string;
  readonly isBusy?: boolean;
  /** Why the address that was given last is refused. */
  readonly error?: string | undefined;
  readonly onSubmit: (address: string) => void;
  /** The address is being changed: what was said of it is no longer true. */
  readonly onEdit?: () => void;
  readonly onClose: () => void;
}

/** A dialog that asks for one address. */
export function AddressForm({
  title,
  description,
  hint,
  placeholder,
  submitLabel,
  isBusy = false,
  error,
  onSubmit,
  onEdit,
  onClose,
}: Props) {
  const [address, setAddress] = useState('');
  const form = useId();
  const canSubmit = !isBusy && address.trim() !== '';
  return (
    <Dialog
      open
      onClose={onClose}
      title={title}
      description={description}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button kind="primary" type="submit" form={form} disabled={!canSubmit}>
            {submitLabel}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (canSubmit) onSubmit(address);
        }}
      >
        <Field label="Address" hint={hint} error={error}>
          <TextField
            mono
            type="url"
            placeholder={placeholder}
            value={address}
            onChange={(text) => {
              setAddress(text);
              onEdit?.();
            }}
          />
        </Field>
      </form>
    </Dialog>
  );
}
