import { Button, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, newKey, once, unwrap } from '../../api/client';
import { Failure } from '../../parts/Failure';
import classes from './Requests.module.css';

/** Takes back what was granted, with the reason that the person reads. */
export function Revoke({ id, onSaid }: { id: string; onSaid: (words: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const key = useRef(newKey());
  const lacking = reason.trim().length < 2;
  const revoke = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/requests/{id}/revocation', {
          params: { path: { id }, header: once(key.current) },
          body: { reason: reason.trim() },
        }),
      ),
    onSuccess: () => {
      onSaid(t('requests.revoked'));
      void client.invalidateQueries({ queryKey: ['requests'] });
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!lacking && !revoke.isPending) revoke.mutate();
  };
  return (
    <form className={classes.stack} onSubmit={submit} noValidate>
      <Textarea
        label={t('requests.revokeReason')}
        description={t('requests.answerHint')}
        autosize
        minRows={2}
        maxLength={2000}
        value={reason}
        error={tried && lacking ? t('requests.needAnswer') : null}
        onChange={({ currentTarget: { value } }) => {
          key.current = newKey();
          setReason(value);
        }}
      />
      {revoke.isError && <Failure error={revoke.error} />}
      <div>
        <Button type="submit" color="red" variant="outline" loading={revoke.isPending}>
          {t('requests.revoke')}
        </Button>
      </div>
    </form>
  );
}
