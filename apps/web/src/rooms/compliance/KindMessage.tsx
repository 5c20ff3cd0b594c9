import { Button, NativeSelect, Textarea } from '@mantine/core';
import { IconMessageHeart, IconPrinter } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { queries, type ReportFilter } from '../../api/queries';
import type { Paste } from '../../api/types';
import { type Language, useLanguage, useText } from '../../i18n';
import { Copy } from '../../parts/Copy';
import { Dialog } from '../../parts/Dialog';
import { Disclosure } from '../../parts/Disclosure';
import { printOnly } from '../../parts/print';
import { QueryView } from '../../parts/QueryView';
import classes from './Compliance.module.css';

export function KindMessage({ filter }: { filter: Required<Omit<ReportFilter, 'asOf'>> }) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const close = (): void => {
    setOpened(false);
  };
  return (
    <>
      <Button
        leftSection={<IconMessageHeart size={20} aria-hidden="true" />}
        onClick={() => {
          setOpened(true);
        }}
      >
        {t('compliance.kind')}
      </Button>
      <Dialog title={t('compliance.kindTitle')} opened={opened} onClose={close}>
        {opened && <Message filter={filter} />}
      </Dialog>
    </>
  );
}

function Message({ filter }: { filter: Required<Omit<ReportFilter, 'asOf'>> }) {
  const query = useQuery(queries.paste(filter));
  return <QueryView query={query}>{(paste) => <Text paste={paste} />}</QueryView>;
}

function Text({ paste }: { paste: Paste }) {
  const { t } = useTranslation();
  const spoken = useLanguage();
  const [language, setLanguage] = useState<Language>(spoken);
  if (paste.people.length === 0) return <p>{t('compliance.kindNobody')}</p>;
  const text = paste.text[language] || paste.text.ko;
  return (
    <div className={classes.dialog}>
      <p>{t('compliance.kindLead')}</p>
      <NativeSelect
        label={t('compliance.kindLanguage')}
        value={language}
        data={[
          { value: 'ko', label: '한국어' },
          { value: 'en', label: 'English' },
        ]}
        onChange={(event) => {
          setLanguage(event.currentTarget.value === 'en' ? 'en' : 'ko');
        }}
      />
      <Textarea
        label={t('compliance.kindText')}
        lang={language}
        value={text}
        readOnly
        autosize
        minRows={6}
        maxRows={14}
      />
      <div className={classes.row}>
        <Copy text={text} label={t('compliance.kindCopy')} variant="filled" />
      </div>
      <Disclosure summary={t('compliance.printable')}>
        <List paste={paste} />
      </Disclosure>
    </div>
  );
}

function List({ paste }: { paste: Paste }) {
  const { t } = useTranslation();
  const text = useText();
  const sheet = useRef<HTMLDivElement>(null);
  return (
    <>
      <p className={classes.hint}>{t('compliance.printableHint')}</p>
      <div ref={sheet}>
        <table className={classes.list}>
          <thead>
            <tr>
              <th scope="col">{t('compliance.name')}</th>
              <th scope="col">{t('compliance.unit')}</th>
              <th scope="col">{t('compliance.missing')}</th>
            </tr>
          </thead>
          <tbody>
            {paste.people.map((person, index) => (
              <tr key={index}>
                <td>
                  {person.name}
                  {!person.mail && ` (${t('compliance.noMail')})`}
                </td>
                <td>{text(person.unit)}</td>
                <td>{text(person.missing)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button
        mt="md"
        variant="default"
        leftSection={<IconPrinter size={20} aria-hidden="true" />}
        onClick={() => {
          if (sheet.current) printOnly(sheet.current, t('compliance.printable'));
        }}
      >
        {t('compliance.printList')}
      </Button>
    </>
  );
}
