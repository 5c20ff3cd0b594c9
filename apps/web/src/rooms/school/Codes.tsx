import { Button, NativeSelect, Radio } from '@mantine/core';
import { IconId, IconPrinter } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { http, unwrap } from '../../api/client';
import type { ClassDetail, CodeSheets } from '../../api/types';
import { useText } from '../../i18n';
import { Dialog } from '../../parts/Dialog';
import { Failure } from '../../parts/Failure';
import { Notice } from '../../parts/Notice';
import { printOnly } from '../../parts/print';
import cards from './Codes.module.css';
import classes from './School.module.css';

/** Sign-in cards for pupils: made, shown once, printed, handed out. */
export function Codes({ detail }: { detail: ClassDetail }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [opened, setOpened] = useState(false);
  const without = detail.students.filter((student) => student.login === null).map((student) => student.personId);
  const [who, setWho] = useState(without.length > 0 ? 'new' : 'all');
  const [one, setOne] = useState(detail.students[0]?.personId ?? '');
  const make = useMutation({
    mutationFn: () =>
      unwrap(
        http.POST('/api/v1/school/classes/{unitId}/codes', {
          params: { path: { unitId: detail.unit.id } },
          body: who === 'all' ? {} : { personIds: who === 'one' ? [one] : without },
        }),
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['class', detail.unit.id] }),
  });
  const nobody = (who === 'new' && without.length === 0) || (who === 'one' && one === '');
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconId size={20} aria-hidden="true" />}
        onClick={() => {
          make.reset();
          setOpened(true);
        }}
      >
        {t('school.codes')}
      </Button>
      <Dialog
        title={t('school.codes')}
        opened={opened}
        onClose={() => {
          setOpened(false);
        }}
      >
        {make.data ? (
          <Sheets sheets={make.data} detail={detail} />
        ) : (
          <div className={classes.form}>
            <p>{t('school.codesLead')}</p>
            <Radio.Group label={t('school.codesWho')} value={who} onChange={setWho}>
              <div className={classes.form}>
                <Radio value="new" label={t('school.codesNew')} mt="xs" />
                <Radio value="one" label={t('school.codesOne')} />
                <Radio value="all" label={t('school.codesAll')} />
              </div>
            </Radio.Group>
            {who === 'one' && (
              <NativeSelect
                label={t('school.codesWhichOne')}
                value={one}
                onChange={(event) => {
                  setOne(event.currentTarget.value);
                }}
                data={detail.students.map((student) => ({
                  value: student.personId,
                  label: `${String(student.number)}. ${student.name}`,
                }))}
              />
            )}
            {who === 'all' && without.length < detail.students.length && (
              <Notice tone="warn">{t('school.codesWarn')}</Notice>
            )}
            {nobody && <p>{t('school.codesNobody')}</p>}
            {make.isError && <Failure error={make.error} />}
            <div>
              <Button
                loading={make.isPending}
                disabled={nobody}
                onClick={() => {
                  make.mutate();
                }}
              >
                {t('school.codesMake')}
              </Button>
            </div>
          </div>
        )}
      </Dialog>
    </>
  );
}

function Sheets({ sheets, detail }: { sheets: CodeSheets; detail: ClassDetail }) {
  const { t } = useTranslation();
  const text = useText();
  const sheet = useRef<HTMLDivElement>(null);
  const address = window.location.host;
  return (
    <div className={classes.form}>
      <Notice tone="good" live>
        {t('school.codesMade')}
      </Notice>
      <div>
        <Button
          leftSection={<IconPrinter size={20} aria-hidden="true" />}
          onClick={() => {
            if (sheet.current) printOnly(sheet.current, t('school.codes'));
          }}
        >
          {t('school.codesPrint')}
        </Button>
      </div>
      {/* Scrolls by itself, so it must be reachable by keyboard. */}
      <div className={classes.cards} tabIndex={0} role="group" aria-label={t('school.codes')}>
        <div ref={sheet}>
          <div className={cards.sheet}>
            {sheets.sheets.map((card) => (
              <div key={card.login} className={cards.card}>
                <p className={cards.who}>
                  {text(detail.unit.name)} {card.number}. {card.name}
                </p>
                <svg
                  className={cards.qr}
                  viewBox={`-2 -2 ${String(card.qr.size + 4)} ${String(card.qr.size + 4)}`}
                  role="img"
                  aria-label={t('school.cardQr')}
                >
                  <path d={card.qr.path} />
                </svg>
                <p className={cards.address}>{address}</p>
                <dl className={cards.pairs}>
                  <div>
                    <dt>{t('school.login')}</dt>
                    <dd>{card.login}</dd>
                  </div>
                  <div>
                    <dt>{t('school.code')}</dt>
                    <dd>{card.code}</dd>
                  </div>
                </dl>
                <p className={cards.how}>
                  {t('school.cardHow')} {t('school.cardKeep')}
                </p>
              </div>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}
