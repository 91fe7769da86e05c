import { useState } from 'react';
import { AddressForm } from '../../app/files/AddressForm.js';
import { useAppInfo } from '../../data/use-app-info.js';

interface Props {
  readonly onChosen: (address: string) => void;
  readonly onClose: () => void;
}

/** Asks below which address of S3 the outputs are to be written. Whether that can be done is said by the plan of the batch. */
export function OutputAddressDialog({ onChosen, onClose }: Props) {
  const machine = useAppInfo()?.machine;
  const [error, setError] = useState<string>();
  return (
    <AddressForm
      title="Write to an address"
      description="Containers are written to S3, with the credentials of the program's environment."
      hint={`s3://bucket/folder, as ${machine ?? 'the program'} reaches it`}
      placeholder="s3://bucket/folder"
      submitLabel="Write here"
      error={error}
      onEdit={() => setError(undefined)}
      onClose={onClose}
      onSubmit={(text) => {
        const address = text.trim();
        if (isOfS3(address)) onChosen(address);
        else setError('Outputs are written to S3 only: write the address as s3://bucket/folder.');
      }}
    />
  );
}

function isOfS3(address: string): boolean {
  return /^s3:\/\/[^/]+/i.test(address);
}
