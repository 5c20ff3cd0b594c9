import { Checkbox, NativeSelect } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { Me } from '../../api/types';
import { useMe } from '../../app/session';
import { Card } from '../../parts/Card';
import { Failure } from '../../parts/Failure';
import classes from './Settings.module.css';

type Wanted = Me['accommodations'];
const SWITCHES = ['noTimeLimit', 'textOnly', 'easyKorean', 'largerText'] as const;
const EXTRA = [
  { percent: 0, word: 'settings.extra0' },
  { percent: 50, word: 'settings.extra50' },
  { percent: 100, word: 'settings.extra100' },
] as const;

/** What someone needs to learn on equal terms: set once, saved at each change, honoured everywhere. */
export function Accommodations() {
  const { t } = useTranslation();
  const me = useMe();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (wanted: Wanted) => {
      const extraTime = EXTRA.find(({ percent }) => percent === wanted.extraTime)?.percent ?? 0;
      return unwrap(http.PUT('/api/v1/me/accommodations', { body: { ...wanted, extraTime } }));
    },
    onMutate: (wanted) => {
      client.setQueryData(queries.me().queryKey, { ...me, accommodations: wanted });
    },
    onError: () => {
      client.setQueryData(queries.me().queryKey, me);
    },
    onSuccess: () => {
      // Lessons are kept as they were shown before.
      void client.invalidateQueries({ queryKey: ['lesson'], predicate: ({ state }) => state.data !== undefined });
    },
  });
  const wanted = me.accommodations;
  return (
    <Card labelledBy="accommodations">
      <h2 id="accommodations" className={classes.title}>
        {t('settings.needsTitle')}
      </h2>
      <div className={classes.form}>
        <p>{t('settings.needsLead')}</p>
        <NativeSelect
          label={t('settings.extraTime')}
          value={String(wanted.extraTime)}
          disabled={wanted.noTimeLimit}
          data={EXTRA.map(({ percent, word }) => ({ value: String(percent), label: t(word) }))}
          onChange={(event) => {
            change.mutate({ ...wanted, extraTime: Number(event.currentTarget.value) });
          }}
        />
        {SWITCHES.map((name) => (
          <Checkbox
            key={name}
            size="md"
            label={t(`settings.${name}`)}
            description={t(`settings.${name}Hint`)}
            checked={wanted[name]}
            onChange={(event) => {
              change.mutate({ ...wanted, [name]: event.currentTarget.checked });
            }}
          />
        ))}
        {change.isError && <Failure error={change.error} />}
      </div>
    </Card>
  );
}
