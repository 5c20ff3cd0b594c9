import type { Text } from '#libs/language';

import { LIMITS } from './course.vocabulary.js';

/* What can be wrong with the files of a course folder, each with its remedy. */

export function noCourseFile(): Text {
  return {
    ko: 'course.yaml이 없습니다. 과정 폴더마다 하나를 두어 주세요.',
    en: 'There is no course.yaml. Every course folder needs one.',
  };
}

export function unknownFile(): Text {
  return {
    ko: '과정 형식에 없는 파일입니다. 이름을 고치거나 옮겨 주세요. (ko/01-이름.md, ko-easy/01-이름.md, ko/guide.md, scenario/이름.yaml, figures/이름.svg, media/이름.mp4)',
    en: 'The course format has no such file. Rename or remove it. (ko/01-name.md, ko-easy/01-name.md, ko/guide.md, scenario/name.yaml, figures/name.svg, media/name.mp4)',
  };
}

export function noLesson(): Text {
  return {
    ko: '이 파일을 쓰는 차시가 course.yaml에 없습니다. 차시를 더하거나 파일을 지워 주세요.',
    en: 'No lesson of course.yaml uses this file. Add the lesson or remove the file.',
  };
}

export function fileMissing(file: string): Text {
  return {
    ko: `차시의 내용 파일이 없습니다. ${file} 파일을 만들어 주세요.`,
    en: `The file of this lesson is missing. Write ${file}.`,
  };
}

export function twoFiles(other: string): Text {
  return {
    ko: `같은 차시의 파일이 이미 있습니다(${other}). 하나를 지워 주세요.`,
    en: `The lesson has a file already (${other}). Remove one.`,
  };
}

export function otherNumber(): Text {
  return {
    ko: '두 언어의 파일 번호가 다릅니다. 같은 번호로 맞추어 주세요.',
    en: 'The number differs from that of the other language. Use the same.',
  };
}

export function otherSlug(slug: string): Text {
  return { ko: `slug는 파일 이름과 같은 ${slug}이어야 합니다.`, en: `slug must be ${slug}, as in the file's name.` };
}

export function otherFolder(key: string, folder: string): Text {
  return {
    ko: `${key}은(는) 폴더 이름과 같은 ${folder}이어야 합니다.`,
    en: `${key} must be ${folder}, the name of its folder.`,
  };
}

export function ownFile(key: string): Text {
  return {
    ko: `"${key}"은(는) 이 파일에 적지 않습니다. 정해진 파일로 옮겨 주세요.`,
    en: `"${key}" does not belong in this file. Move it to its own.`,
  };
}

export function tooMany(): Text {
  return {
    ko: `파일이 너무 많습니다(${String(LIMITS.files)}개까지).`,
    en: `There are too many files (at most ${String(LIMITS.files)}).`,
  };
}

export function tooLarge(): Text {
  return {
    ko: '파일이 너무 큽니다(1 MB까지). 줄이거나 나누어 주세요.',
    en: 'The file is too large (at most 1 MB). Shorten or divide it.',
  };
}

export function notUtf8(): Text {
  return { ko: 'UTF-8로 읽을 수 없습니다. UTF-8로 저장해 주세요.', en: 'The file is not UTF-8. Save it as UTF-8.' };
}

export function notMp4(): Text {
  return {
    ko: 'MP4 영상이 아닙니다. MP4(H.264 또는 VP9)로 저장해 주세요.',
    en: 'This is not an MP4 film. Save it as MP4 (H.264 or VP9).',
  };
}

export function blobTooLarge(): Text {
  return {
    ko: '파일이 너무 큽니다(200 MB까지). 줄이거나 나누어 주세요.',
    en: 'The file is too large (at most 200 MB). Shorten or divide it.',
  };
}

export function otherNumberThan(file: string): Text {
  return {
    ko: `원문 파일과 번호가 다릅니다. ${file}과(와) 같은 번호로 맞추어 주세요.`,
    en: `The number differs from that of the original. Use the same as ${file}.`,
  };
}
