import { Button, TextInput } from '@mantine/core';
import { IconListCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, newKey, once, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import classes from './Certificates.module.css';

/** A numbered record of all that was completed in a period, for whoever asks one for it. */
export function History() {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const year = new Date().getFullYear();
  const [from, setFrom] = useState(`${String(year)}-01-01`);
  const [to, setTo] = useState(`${String(year)}-12-31`);
  const client = useQueryClient();
  // One key an opening: a second click gives the same paper.
  const key = useRef(newKey());
  const request = useMutation({
    mutationFn: () => unwrap(http.POST('/api/v1/me/history', { body: { from, to }, headers: once(key.current) })),
    onSuccess: async () => {
      setOpened(false);
      await client.invalidateQueries(queries.certificates());
    },
    onSettled: () => {
      key.current = newKey();
    },
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    request.mutate();
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconListCheck size={20} aria-hidden="true" />}
        onClick={() => {
          request.reset();
          setOpened(true);
        }}
      >
        {t('certificates.history')}
      </Button>
      <Dialog
        title={t('certificates.history')}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
        size="md"
      >
        <form className={classes.history} onSubmit={submit}>
          <p>{t('certificates.historyLead')}</p>
          <div className={classes.dates}>
            <TextInput
              type="date"
              required
              label={t('certificates.historyFrom')}
              value={from}
              max={to}
              onChange={(event) => {
                setFrom(event.currentTarget.value);
              }}
            />
            <TextInput
              type="date"
              required
              label={t('certificates.historyTo')}
              value={to}
              min={from}
              onChange={(event) => {
                setTo(event.currentTarget.value);
              }}
            />
          </div>
          {request.error && <Failure error={request.error} />}
          <div>
            <Button type="submit" loading={request.isPending}>
              {t('certificates.historyMake')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  );
}
