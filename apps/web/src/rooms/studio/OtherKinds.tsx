import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useEditing } from './context';
import { type DraftItem, freshName, moved, noText, type Path } from './document';
import classes from './Editor.module.css';
import { LineField, NumberField, TextPair } from './fields';
import { RowTools } from './RowTools';

/** What a question of a kind without choices asks for. */
export function OtherKinds({ item, index }: { item: DraftItem; index: number }) {
  const { t } = useTranslation();
  const at = ['items', index];
  return (
    <>
      {item.steps && (
        <Rows path={[...at, 'steps']} rows={item.steps} least={2} fresh={() => ({ text: noText() })}>
          {(step, path, name) => <TextPair path={[...path, 'text']} label={name} value={step.text} rows={1} />}
        </Rows>
      )}
      {item.pairs && (
        <Rows path={[...at, 'pairs']} rows={item.pairs} least={2} fresh={() => ({ left: noText(), right: noText() })}>
          {(pair, path) => (
            <>
              <TextPair path={[...path, 'left']} label={t('studio.pairLeft')} value={pair.left} rows={1} />
              <TextPair path={[...path, 'right']} label={t('studio.pairRight')} value={pair.right} rows={1} />
            </>
          )}
        </Rows>
      )}
      {item.accept && <Accept path={[...at, 'accept']} accept={item.accept} />}
      {item.scale && (
        <>
          <div className={classes.row}>
            <NumberField
              path={[...at, 'scale', 'from']}
              label={t('studio.scaleFrom')}
              value={item.scale.from}
              min={0}
              max={1}
            />
            <NumberField
              path={[...at, 'scale', 'to']}
              label={t('studio.scaleTo')}
              value={item.scale.to}
              min={2}
              max={10}
            />
          </div>
          <TextPair path={[...at, 'scale', 'low']} label={t('studio.scaleLow')} value={item.scale.low} />
          <TextPair path={[...at, 'scale', 'high']} label={t('studio.scaleHigh')} value={item.scale.high} />
        </>
      )}
      {item.rubric && (
        <Rows path={[...at, 'rubric']} rows={item.rubric} least={1} fresh={() => ({ points: 5, text: noText() })}>
          {(row, path) => (
            <>
              <TextPair path={[...path, 'text']} label={t('studio.rubricText')} value={row.text} rows={2} />
              <NumberField
                path={[...path, 'points']}
                label={t('studio.rubricPoints')}
                value={row.points}
                min={1}
                max={20}
              />
            </>
          )}
        </Rows>
      )}
      {item.feedback && (
        <>
          <TextPair
            path={[...at, 'feedback', 'right']}
            label={t('studio.feedbackRight')}
            value={item.feedback.right}
            rows={2}
          />
          <TextPair
            path={[...at, 'feedback', 'wrong']}
            label={t('studio.feedbackWrong')}
            value={item.feedback.wrong}
            rows={2}
          />
        </>
      )}
    </>
  );
}

function Rows<R extends { id: string }>({
  path,
  rows,
  least,
  fresh,
  children,
}: {
  path: Path;
  rows: R[];
  least: number;
  fresh: () => Omit<R, 'id'>;
  children: (row: R, path: Path, name: string) => ReactNode;
}) {
  const { t } = useTranslation();
  const { set } = useEditing();
  return (
    <>
      {rows.map((row, at) => {
        const name = t('studio.part', { number: at + 1 });
        return (
          <fieldset key={row.id} className={classes.group}>
            <legend>
              {name}
              <RowTools
                name={name}
                index={at}
                count={rows.length}
                onMove={(to) => {
                  set(path, moved(rows, at, to));
                }}
                {...(rows.length > least && {
                  onRemove: () => {
                    set(
                      path,
                      rows.filter((each) => each.id !== row.id),
                    );
                  },
                })}
              />
            </legend>
            {children(row, [...path, at], name)}
          </fieldset>
        );
      })}
      {rows.length < 10 && (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => {
              const id = freshName(
                'part',
                rows.map((each) => each.id),
              );
              set(path, [...rows, { id, ...fresh() }]);
            }}
          >
            {t('studio.addPart')}
          </Button>
        </div>
      )}
    </>
  );
}

/** Answers that count as right, one line each. */
function Accept({ path, accept }: { path: Path; accept: { ko: string[]; en: string[] } }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  return (
    <>
      <p className={classes.hint}>{t('studio.acceptHint')}</p>
      {(['ko', 'en'] as const).map((language) => (
        <fieldset key={language} className={classes.group}>
          <legend>
            {t('studio.accept')} · {t(language === 'ko' ? 'studio.korean' : 'studio.english')}
          </legend>
          {accept[language].map((words, at) => (
            <LineField
              key={at}
              path={[...path, language, at]}
              label={t('studio.part', { number: at + 1 })}
              value={words}
            />
          ))}
          <div>
            <Button
              variant="default"
              leftSection={<IconPlus size={18} aria-hidden="true" />}
              onClick={() => {
                set([...path, language], [...accept[language], '']);
              }}
            >
              {t('studio.addPart')}
            </Button>
          </div>
        </fieldset>
      ))}
    </>
  );
}
