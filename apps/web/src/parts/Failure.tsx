import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';

import { ApiError, Unreachable } from '../api/errors';
import { Notice } from './Notice';

export function useFailureText(): (error: unknown) => string {
  const { t } = useTranslation();
  return (error) => {
    if (error instanceof ApiError) return error.problem.detail ?? (error.problem.title || t('fault.unknown'));
    if (error instanceof Unreachable) return t('fault.unreachable');
    return t('fault.unknown');
  };
}

interface Props {
  error: unknown;
  retry?: (() => void) | undefined;
  title?: string;
}

/** Why something did not work, in the server's own words, and a way to try again. */
export function Failure({ error, retry, title }: Props) {
  const { t } = useTranslation();
  const say = useFailureText();
  const id = error instanceof ApiError ? error.problem.requestId : null;
  const fields = error instanceof ApiError ? error.problem.errors : [];
  return (
    <Notice
      tone="bad"
      live
      {...(title && { title })}
      actions={
        retry && (
          <Button variant="default" onClick={retry}>
            {t('app.retry')}
          </Button>
        )
      }
    >
      <p>{say(error)}</p>
      {fields.length > 0 && (
        <ul>
          {fields.map((entry) => (
            <li key={entry.field + entry.message}>{entry.message}</li>
          ))}
        </ul>
      )}
      {id && error instanceof ApiError && error.status >= 500 && <p>{t('fault.requestId', { id })}</p>}
    </Notice>
  );
}
