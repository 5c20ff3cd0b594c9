import { Button, Textarea } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries } from '../../api/queries';
import { Copy } from '../../parts/Copy';
import { Dialog } from '../../parts/Dialog';
import { QueryView } from '../../parts/QueryView';

/** One message in words, to paste into a messenger or to hand over. */
export function Words({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="sm"
        variant="default"
        leftSection={<IconFileText size={18} aria-hidden="true" />}
        aria-label={t('messages.wordsOf', { name })}
        onClick={() => {
          setOpened(true);
        }}
      >
        {t('messages.words')}
      </Button>
      <Dialog
        title={t('messages.wordsTitle', { name })}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      >
        {opened && <Text id={id} />}
      </Dialog>
    </>
  );
}

function Text({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery(queries.messageText(id));
  return (
    <QueryView query={query}>
      {({ text }) =>
        text === '' ? (
          <p>{t('messages.wordsNone')}</p>
        ) : (
          <>
            <p>{t('messages.wordsLead')}</p>
            <Textarea
              label={t('messages.wordsLabel')}
              value={text}
              readOnly
              autosize
              minRows={6}
              maxRows={16}
              my="sm"
            />
            <Copy text={text} label={t('messages.wordsCopy')} variant="filled" />
          </>
        )
      }
    </QueryView>
  );
}
