import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

import { useText } from '../../i18n';
import { Disclosure } from '../../parts/Disclosure';
import { useEditing } from './context';
import { type DraftSituation, newChoice, type Path } from './document';
import classes from './Editor.module.css';
import { ChoiceField, TextPair } from './fields';
import { RowTools } from './RowTools';
import type { Target } from './targets';

interface Props {
  path: Path;
  situation: DraftSituation;
  index: number;
  count: number;
  targets: Target[];
  onMove: (to: number) => void;
  onRemove: () => void;
}

const MOST_CHOICES = 4;
const LEAST_CHOICES = 2;

export function SituationEditor({ path, situation, index, count, targets, onMove, onRemove }: Props) {
  const { t } = useTranslation();
  const text = useText();
  const { set } = useEditing();
  const name = t('studio.situation', { number: index + 1 });
  const choices = [...path, 'choices'];
  const words = text(situation.text);
  return (
    <div className={classes.card}>
      <div className={classes.cardTools}>
        <RowTools name={name} index={index} count={count} onMove={onMove} {...(count > 1 && { onRemove })} />
      </div>
      <Disclosure
        open={words === ''}
        summary={
          <>
            {name} <span className={classes.quiet}>{words.slice(0, 60)}</span>
          </>
        }
      >
        <div className={classes.form}>
          <TextPair path={[...path, 'text']} label={t('studio.situationText')} value={situation.text} rows={4} />
          {situation.choices.map((choice, at) => (
            <fieldset key={choice.id} className={classes.group}>
              <legend>
                {t('studio.choice', { number: at + 1 })}
                {situation.choices.length > LEAST_CHOICES && (
                  <RowTools
                    name={t('studio.choice', { number: at + 1 })}
                    index={at}
                    count={situation.choices.length}
                    onRemove={() => {
                      set(
                        choices,
                        situation.choices.filter((each) => each.id !== choice.id),
                      );
                    }}
                  />
                )}
              </legend>
              <TextPair path={[...choices, at, 'text']} label={t('studio.choiceText')} value={choice.text} rows={1} />
              <TextPair
                path={[...choices, at, 'consequence']}
                label={t('studio.consequence')}
                hint={t('studio.consequenceHint')}
                value={choice.consequence}
                rows={2}
              />
              <TextPair
                path={[...choices, at, 'reasoning']}
                label={t('studio.reasoning')}
                hint={t('studio.reasoningHint')}
                value={choice.reasoning}
                rows={2}
              />
              <ChoiceField
                path={[...choices, at, 'to']}
                label={t('studio.leadsTo')}
                value={choice.to}
                options={targets}
              />
            </fieldset>
          ))}
          {situation.choices.length < MOST_CHOICES && (
            <div>
              <Button
                variant="default"
                leftSection={<IconPlus size={18} aria-hidden="true" />}
                onClick={() => {
                  set(choices, [...situation.choices, newChoice(situation.choices.map((each) => each.id))]);
                }}
              >
                {t('studio.addChoice')}
              </Button>
            </div>
          )}
        </div>
      </Disclosure>
    </div>
  );
}
