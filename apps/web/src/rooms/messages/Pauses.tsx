import { Button, Textarea, TextInput } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import { useText } from '../../i18n';
import { cityToday, useFormat } from '../../i18n/format';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { QueryView } from '../../parts/QueryView';
import classes from './Messages.module.css';

export function Pauses() {
  const { t } = useTranslation();
  const text = useText();
  const { date } = useFormat();
  const query = useQuery(queries.pauses());
  const [opened, setOpened] = useState(false);
  const client = useQueryClient();
  const changed = (): Promise<unknown> =>
    Promise.all([
      client.invalidateQueries({ queryKey: queries.pauses().queryKey }),
      client.invalidateQueries({ queryKey: queries.messagePreview().queryKey }),
    ]);
  const resume = useMutation({
    mutationFn: () => unwrap(http.DELETE('/api/v1/messages/pauses')),
    onSuccess: changed,
  });
  return (
    <QueryView query={query}>
      {({ items }) => (
        <div className={classes.form}>
          {items.map((pause) => (
            <Notice
              key={pause.id}
              tone="warn"
              title={t('messages.paused', { authority: text(pause.authority), date: date(pause.until) })}
            >
              {t('messages.pauseReason', { reason: pause.reason })}
            </Notice>
          ))}
          {resume.isError && <Failure error={resume.error} />}
          <div>
            {items.length > 0 ? (
              <Button
                loading={resume.isPending}
                leftSection={<IconPlayerPlay size={20} aria-hidden="true" />}
                onClick={() => {
                  resume.mutate();
                }}
              >
                {t('messages.resume')}
              </Button>
            ) : (
              <Button
                variant="default"
                leftSection={<IconPlayerPause size={20} aria-hidden="true" />}
                onClick={() => {
                  setOpened(true);
                }}
              >
                {t('messages.pause')}
              </Button>
            )}
          </div>
          <Dialog
            title={t('messages.pause')}
            opened={opened}
            onClose={() => {
              setOpened(false);
            }}
          >
            {opened && (
              <PauseForm
                onDone={() => {
                  setOpened(false);
                  void changed();
                }}
              />
            )}
          </Dialog>
        </div>
      )}
    </QueryView>
  );
}

function PauseForm({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [until, setUntil] = useState('');
  const [reason, setReason] = useState('');
  const [tried, setTried] = useState(false);
  const pause = useMutation({
    mutationFn: () => unwrap(http.POST('/api/v1/messages/pauses', { body: { until, reason: reason.trim() } })),
    onSuccess: onDone,
  });
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (until !== '' && reason.trim() !== '' && !pause.isPending) pause.mutate();
  };
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p>{t('messages.pauseLead')}</p>
      <TextInput
        type="date"
        label={t('messages.pauseUntil')}
        min={cityToday()}
        value={until}
        error={tried && until === '' ? t('messages.needUntil') : null}
        onChange={(event) => {
          setUntil(event.currentTarget.value);
        }}
      />
      <Textarea
        label={t('messages.pauseWhy')}
        description={t('messages.pauseWhyHint')}
        maxLength={400}
        value={reason}
        error={tried && reason.trim() === '' ? t('messages.needWhy') : null}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
      {pause.isError && <Failure error={pause.error} />}
      <div>
        <Button type="submit" loading={pause.isPending}>
          {t('messages.pauseGo')}
        </Button>
      </div>
    </form>
  );
}
