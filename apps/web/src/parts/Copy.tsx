import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  text: string;
  label?: string;
  variant?: string;
}

/** Copies and says so; the clipboard is refused outside https, and then that is said too. */
export function Copy({ text, label, variant = 'default' }: Props) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'failed'>('none');
  useEffect(() => {
    if (outcome !== 'copied') return undefined;
    const timer = setTimeout(() => {
      setOutcome('none');
    }, 4000);
    return () => {
      clearTimeout(timer);
    };
  }, [outcome]);
  const copy = (): void => {
    writeText(text).then(
      () => {
        setOutcome('copied');
      },
      () => {
        setOutcome('failed');
      },
    );
  };
  return (
    <>
      <Button
        variant={variant}
        onClick={copy}
        leftSection={
          outcome === 'copied' ? <IconCheck size={18} aria-hidden="true" /> : <IconCopy size={18} aria-hidden="true" />
        }
      >
        {label ?? t('app.copy')}
      </Button>
      <span role="status" className={outcome === 'failed' ? undefined : 'sr-only'}>
        {outcome === 'copied' && t('app.copied')}
        {outcome === 'failed' && t('app.copyFailed')}
      </span>
    </>
  );
}

async function writeText(text: string): Promise<void> {
  // On plain http the property is missing, whatever its type says.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  if (!clipboard) throw new Error('no clipboard here');
  await clipboard.writeText(text);
}
