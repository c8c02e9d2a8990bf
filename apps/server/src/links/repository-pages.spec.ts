import { repositoryPages } from './repository-pages';

it.each([
  ['https://github.com/acme/shop', 'https://github.com/acme/shop'],
  ['https://github.com/acme/shop.git/', 'https://github.com/acme/shop'],
  ['git@github.com:acme/shop.git', 'https://github.com/acme/shop'],
  ['github.com:acme/shop', 'https://github.com/acme/shop'],
  ['ssh://git@code.example.org:2222/acme/shop.git', 'https://code.example.org/acme/shop'],
  ['http://code.example.org:8080/acme/shop', 'http://code.example.org:8080/acme/shop'],
  ['https://robot:secret@github.com/acme/shop?token=secret', 'https://github.com/acme/shop'],
])('knows the pages of %s', (address, page) => {
  expect(repositoryPages(address)).toEqual({
    commit: `${page}/commit/{commit}`,
    compare: `${page}/compare/{from}...{to}`,
  });
});

it('knows the paths of GitLab and Bitbucket', () => {
  for (const host of ['gitlab.com', 'gitlab.example.org'])
    expect(repositoryPages(`git@${host}:acme/web/shop.git`)).toEqual({
      commit: `https://${host}/acme/web/shop/-/commit/{commit}`,
      compare: `https://${host}/acme/web/shop/-/compare/{from}...{to}`,
    });
  expect(repositoryPages('https://bitbucket.org/acme/shop')).toEqual({
    commit: 'https://bitbucket.org/acme/shop/commits/{commit}',
    compare: 'https://bitbucket.org/acme/shop/branches/compare/{to}..{from}',
  });
});

it.each(['/srv/git/shop.git', '../shop', 'C:\\shop', 'file:///srv/git/shop.git', 'https://github.com/', ''])(
  'knows no pages of "%s"',
  (address) => expect(repositoryPages(address)).toBeUndefined(),
);
