import { fillIn } from '../../spec/message-template.ts';
import { parseDocument } from '../../spec/parse-document.ts';

const document = (templates: string) => `apiVersion: tidegate.dev/v1
kind: Audience
metadata:
  name: stakeholders
spec:
  groups: [support]
  people: [mona]
  channels: [mail]
  templates:
${templates}`;

const goLive = (text: string) => `    go-live:
      subject: "{{ title }}"
      text: "${text}"`;

function problemsOf(text: string): readonly string[] {
  const parsed = parseDocument(text, 'audience.yaml');
  if (!('problems' in parsed)) return [];
  return parsed.problems.map(({ line, pointer, message }) => `${line} ${pointer} ${message}`);
}

describe('an audience document', () => {
  test('means what it says', () => {
    const text = document(goLive('{% for c in components %}{{ c.name }} {% endfor %}'));
    expect(parseDocument(text, 'audience.yaml')).toMatchObject({
      document: {
        kind: 'Audience',
        content: {
          name: 'stakeholders',
          groups: ['support'],
          people: ['mona'],
          channels: ['mail'],
          templates: { 'go-live': { subject: '{{ title }}' } },
        },
      },
    });
  });

  test('names the place of a name that stands for nothing, and the nearest one that does', () => {
    const [problem] = problemsOf(document(goLive('{% if false %}{{ titel }}{% endif %}')));
    expect(problem).toMatch(/^12 \/spec\/templates\/go-live\/text Nothing is called `titel`/);
    expect(problem).toContain('Did you mean `title`?');
  });

  test.each([
    ['a name of another kind of message', '{{ old }}', 'Nothing is called `old`'],
    ['a filter that does not exist', '{{ title | upcas }}', 'undefined filter: upcas'],
    ['a filter that reads the clock', "{{ 'now' | date }}", 'undefined filter: date'],
    ['a tag that reads files', "{% include '/etc/passwd' %}", 'tag \\"include\\" not found'],
    ['a tag without its end', '{% if title %}x', 'not closed'],
    ['an output without its end', '{{ title', 'not closed'],
  ])('refuses %s', (_, text, why) => {
    const problems = problemsOf(document(goLive(text)));
    expect(problems).toHaveLength(1);
    expect(problems[0]?.replaceAll('"', '\\"')).toContain(why);
  });

  test('lets a moved date say old, new and why', () => {
    const words =
      '    moved: { subject: "{{ environment }}", text: "{{ old }} {{ new }} {{ why }}" }';
    expect(problemsOf(document(words))).toEqual([]);
  });

  test('refuses a kind of message that nobody sends, and an audience of nobody', () => {
    expect(problemsOf(document('    golive: { subject: a, text: b }'))).toHaveLength(1);
    const nobody = document('    {}').replace('groups: [support]', 'groups: []');
    expect(problemsOf(nobody.replace('people: [mona]', 'people: []'))).toEqual([
      expect.stringContaining('An audience has groups or people.'),
    ]);
  });
});

describe('a template that is filled in', () => {
  const fill = (text: string) => fillIn({ subject: '', text }, { title: 'Spring' }).text;

  test('says what is given, and takes the places of older policies for what they meant', () => {
    expect(fill('{{ title | upcase }}: {title}, {{title}} and {other}')).toBe(
      'SPRING: Spring, Spring and {other}',
    );
  });

  test.each([
    ['reads a file', "{% render '/etc/passwd' %}"],
    ['names what is not there', '{{ titel }}'],
    ['looks behind its values', '{{ title.constructor.name }}'],
    [
      'would never end',
      '{% for a in (1..99999) %}{% for b in (1..99999) %}x{% endfor %}{% endfor %}',
    ],
    [
      'would fill the memory',
      '{% assign a = "xxxxxxxxxx" %}{% for i in (1..9000000) %}y{% endfor %}',
    ],
  ])('stays as it is written where it %s', (_, text) => {
    expect(fill(text)).toBe(text);
  });
});
