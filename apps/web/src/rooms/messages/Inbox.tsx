import { Button, Switch } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import { queries } from '../../api/queries';
import type { InboxMessage } from '../../api/types';
import { useFormat } from '../../i18n/format';
import { Badge } from '../../parts/Badge';
import { Disclosure } from '../../parts/Disclosure';
import { Empty } from '../../parts/Empty';
import { Failure } from '../../parts/Failure';
import { Page } from '../../parts/Page';
import { QueryView } from '../../parts/QueryView';
import classes from './Messages.module.css';

/** What someone was told, to be read without a mail program. */
export function Inbox() {
  const { t } = useTranslation();
  const query = useQuery(queries.inbox());
  const read = useRead();
  return (
    <Page
      title={t('messages.inbox')}
      lead={t('messages.inboxLead')}
      width="narrow"
      actions={
        query.data !== undefined &&
        query.data.unread > 0 && (
          <Button
            variant="default"
            loading={read.isPending}
            onClick={() => {
              read.mutate(null);
            }}
          >
            {t('messages.readAll')}
          </Button>
        )
      }
    >
      {read.isError && <Failure error={read.error} />}
      <QueryView query={query}>
        {({ items, completedMail }) => (
          <div className={classes.sections}>
            {items.length === 0 ? (
              <Empty title={t('messages.inboxEmpty')}>{t('messages.inboxEmptyBody')}</Empty>
            ) : (
              <ul className={classes.list}>
                {items.map((item) => (
                  <One
                    key={item.id}
                    item={item}
                    onRead={() => {
                      read.mutate(item.id);
                    }}
                  />
                ))}
              </ul>
            )}
            <Choice wanted={completedMail} />
          </div>
        )}
      </QueryView>
    </Page>
  );
}

function One({ item, onRead }: { item: InboxMessage; onRead: () => void }) {
  const { t } = useTranslation();
  const { instant } = useFormat();
  const fresh = item.readAt === null;
  return (
    <li className={classes.item} data-new={fresh || undefined}>
      <p className={classes.line}>
        <span className={classes.meta}>{instant(item.sentAt)}</span>
        {fresh && <Badge tone="blue">{t('messages.new')}</Badge>}
      </p>
      <Disclosure
        summary={<span className={classes.strong}>{item.subject}</span>}
        onOpen={() => {
          if (fresh) onRead();
        }}
      >
        <p className={classes.text}>
          <Linked text={item.text.trim()} />
        </p>
      </Disclosure>
    </li>
  );
}

/** Addresses of our own as links; everything else as it stands. */
function Linked({ text }: { text: string }) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    part.startsWith(window.location.origin) ? (
      <a key={index} href={part}>
        {part}
      </a>
    ) : (
      part
    ),
  );
}

function Choice({ wanted }: { wanted: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const choose = useMutation({
    mutationFn: (completed: boolean) => unwrap(http.PUT('/api/v1/me/mail', { body: { completed } })),
    onSuccess: () => client.invalidateQueries({ queryKey: queries.inbox().queryKey }),
  });
  return (
    <section aria-labelledby="mail-choice">
      <h2 id="mail-choice" className={classes.title}>
        {t('messages.choiceTitle')}
      </h2>
      <Switch
        checked={choose.isPending ? choose.variables : wanted}
        label={t('messages.choice')}
        description={t('messages.choiceHint')}
        onChange={(event) => {
          choose.mutate(event.currentTarget.checked);
        }}
      />
      {choose.isError && <Failure error={choose.error} />}
    </section>
  );
}

function useRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string | null) =>
      id === null
        ? unwrap(http.POST('/api/v1/me/messages/read'))
        : unwrap(http.POST('/api/v1/me/messages/{id}/read', { params: { path: { id } } })),
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: queries.inbox().queryKey }),
        client.invalidateQueries({ queryKey: queries.unread().queryKey }),
      ]),
  });
}
