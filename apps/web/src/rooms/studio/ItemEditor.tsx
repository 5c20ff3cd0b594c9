import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useWord } from '../../i18n';
import { Disclosure } from '../../parts/Disclosure';
import { useEditing } from './context';
import { type DraftAnswer, type DraftItem, ITEM_KINDS, noText, withKind } from './document';
import classes from './Editor.module.css';
import { ChoiceField, LineField, TextPair } from './fields';
import { OtherKinds } from './OtherKinds';
import { RowTools } from './RowTools';

/** Names of choices; a question takes at most eight. */
const LETTERS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] as const;

/** One question: its text, its choices with the right one marked, and what each choice teaches. */
export function ItemEditor({ item, index }: { item: DraftItem; index: number }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const at = ['items', index];
  return (
    <div className={classes.form}>
      <TextPair path={[...at, 'stem']} label={t('studio.stem')} value={item.stem} rows={3} />
      <label className={classes.native}>
        <span>{t('studio.itemKind')}</span>
        <select
          value={item.kind}
          data-path={`items.${String(index)}.kind`}
          onChange={(event) => {
            set(at, withKind(item, event.currentTarget.value));
          }}
        >
          {ITEM_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`studio.itemKinds.${kind}`)}
            </option>
          ))}
        </select>
      </label>
      {item.choices ? (
        <Choices item={item} choices={item.choices} index={index} />
      ) : (
        <OtherKinds item={item} index={index} />
      )}
      <Disclosure summary={t('studio.moreSettings')}>
        <More item={item} index={index} />
      </Disclosure>
    </div>
  );
}

function Choices({ item, choices, index }: { item: DraftItem; choices: DraftAnswer[]; index: number }) {
  const { t } = useTranslation();
  const { set } = useEditing();
  const path = ['items', index, 'choices'];
  const mark = (at: number, on: boolean): void => {
    set(
      path,
      choices.map((choice, each) => {
        if (each === at) return { ...choice, correct: on };
        return item.kind === 'single' && on ? { ...choice, correct: false } : choice;
      }),
    );
  };
  return (
    <>
      {choices.map((choice, at) => {
        const name = t('studio.answer', { number: at + 1 });
        return (
          <fieldset key={choice.id} className={classes.group} data-right={choice.correct || undefined}>
            <legend>
              {name}
              {choices.length > 2 && (
                <RowTools
                  name={name}
                  index={at}
                  count={choices.length}
                  onRemove={() => {
                    set(
                      path,
                      choices.filter((each) => each.id !== choice.id),
                    );
                  }}
                />
              )}
            </legend>
            <label className={classes.right}>
              <input
                type={item.kind === 'single' ? 'radio' : 'checkbox'}
                name={`right-${item.code}`}
                checked={choice.correct}
                onChange={(event) => {
                  mark(at, event.currentTarget.checked);
                }}
              />
              {t('studio.rightAnswer')}
            </label>
            <TextPair path={[...path, at, 'text']} label={t('studio.answerText')} value={choice.text} rows={1} />
            <TextPair
              path={[...path, at, 'feedback']}
              label={t('studio.feedback')}
              hint={t('studio.feedbackHint')}
              value={choice.feedback}
              rows={2}
            />
          </fieldset>
        );
      })}
      {choices.length < 8 && (
        <div>
          <Button
            variant="default"
            leftSection={<IconPlus size={18} aria-hidden="true" />}
            onClick={() => {
              const id = LETTERS.find((letter) => choices.every((each) => each.id !== letter)) ?? LETTERS[0];
              set(path, [...choices, { id, correct: false, text: noText(), feedback: noText() }]);
            }}
          >
            {t('studio.addAnswer')}
          </Button>
        </div>
      )}
    </>
  );
}

function More({ item, index }: { item: DraftItem; index: number }) {
  const { t } = useTranslation();
  const word = useWord();
  const { document } = useEditing();
  const at = ['items', index];
  const topics = [...new Set([...document.credit.topics, item.tags.topic])];
  const pairs = document.items
    .map((other, number) => ({
      value: other.pair,
      label: t('studio.pairOf', { number: number + 1 }),
      code: other.code,
    }))
    .filter(
      (pair, number, all) =>
        pair.code !== item.code &&
        all.findIndex((each) => each.value === pair.value) === number &&
        pair.value !== item.pair,
    );
  return (
    <div className={classes.form}>
      <div className={classes.row}>
        <ChoiceField
          path={[...at, 'form']}
          label={t('studio.form')}
          hint={t('studio.formHint')}
          value={item.form}
          options={(['A', 'B', 'follow-up'] as const).map((form) => ({
            value: form,
            label: t(`studio.forms.${form}`),
          }))}
        />
        <ChoiceField
          path={[...at, 'pair']}
          label={t('studio.pair')}
          hint={t('studio.pairHint')}
          value={item.pair}
          options={[{ value: item.pair, label: t('studio.pairOwn') }, ...pairs]}
        />
      </div>
      <div className={classes.row}>
        <ChoiceField
          path={[...at, 'tags', 'topic']}
          label={t('studio.topic')}
          value={item.tags.topic}
          options={topics.map((topic) => ({ value: topic, label: word('topic', topic) }))}
        />
        <ChoiceField
          path={[...at, 'tags', 'type']}
          label={t('studio.itemType')}
          value={item.tags.type}
          options={[
            { value: 'case', label: t('studio.typeCase') },
            { value: 'recall', label: t('studio.typeRecall') },
          ]}
        />
      </div>
      <LineField
        path={[...at, 'tags', 'instrument']}
        label={t('studio.instrument')}
        value={item.tags.instrument ?? ''}
      />
    </div>
  );
}
