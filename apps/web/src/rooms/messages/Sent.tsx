import { Button, NativeSelect } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { MESSAGE_STATES, type MessageState, queries } from '../../api/queries';
import type { SentMessage } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { Badge } from '../../parts/Badge';
import { Failure } from '../../parts/Failure';
import { More } from '../../parts/More';
import { Notice } from '../../parts/Notice';
import { QueryView } from '../../parts/QueryView';
import classes from './Messages.module.css';
import { Words } from './Words';

const TONE = {
  planned: 'plain',
  claimed: 'plain',
  sent: 'green',
  skipped: 'plain',
  failed: 'red',
  bounced: 'amber',
} as const;

/** Every message with its fate, newest first. */
export function Sent() {
  const { t } = useTranslation();
  const [state, setState] = useState<MessageState | null>(null);
  const query = useInfiniteQuery(queries.messages(state));
  const client = useQueryClient();
  const resend = useMutation({
    mutationFn: (id: string) => unwrap(http.POST('/api/v1/messages/{id}/resend', { params: { path: { id } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: ['messages'] }),
  });
  return (
    <>
      <NativeSelect
        className={classes.filter ?? ''}
        label={t('messages.filter')}
        value={state ?? ''}
        data={[
          { value: '', label: t('messages.all') },
          ...MESSAGE_STATES.map((value) => ({ value, label: t(`messages.state.${value}`) })),
        ]}
        onChange={(event) => {
          const chosen = event.currentTarget.value;
          setState(MESSAGE_STATES.find((value) => value === chosen) ?? null);
        }}
      />
      {resend.isError && <Failure error={resend.error} />}
      {resend.isSuccess && <Notice tone="good" title={t('messages.resent')} live />}
      <QueryView query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <p>{t('messages.none')}</p>;
          return (
            <>
              <ul className={classes.list}>
                {items.map((item) => (
                  <One
                    key={item.id}
                    item={item}
                    resend={() => {
                      resend.mutate(item.id);
                    }}
                  />
                ))}
              </ul>
              <More query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}

function One({ item, resend }: { item: SentMessage; resend: () => void }) {
  const { t } = useTranslation();
  const { date, instant } = useFormat();
  const again = ['failed', 'bounced', 'skipped'].includes(item.state);
  return (
    <li className={classes.item}>
      <p className={classes.line}>
        <span className={classes.strong}>{item.person.name}</span>
        <Badge tone={TONE[item.state]}>{t(`messages.state.${item.state}`)}</Badge>
        <span className={classes.meta}>
          {[
            t(`messages.kind.${item.kind}`),
            t(`messages.channel.${item.channel}`),
            item.sentAt ? instant(item.sentAt) : date(item.plannedFor),
            ...(item.tries > 1 ? [t('messages.tries', { count: item.tries })] : []),
          ].join(' · ')}
        </span>
      </p>
      {item.subject && <p>{item.subject}</p>}
      {item.copyTo && <p className={classes.meta}>{t('messages.copyTo', { name: item.copyTo })}</p>}
      {item.skipReason && <p className={classes.meta}>{t(`messages.skip.${item.skipReason}`)}</p>}
      {item.error && <p className={classes.meta}>{item.error}</p>}
      {item.doubtful && <p className={classes.meta}>{t('messages.doubtful')}</p>}
      <div className={classes.acts}>
        <Words id={item.id} name={item.person.name} />
        {again && (
          <Button
            size="sm"
            variant="default"
            aria-label={t('messages.resendOf', { name: item.person.name })}
            onClick={resend}
          >
            {t('messages.resend')}
          </Button>
        )}
      </div>
    </li>
  );
}
