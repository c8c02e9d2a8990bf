import { describeActivity } from './specs/activity';
import { describeInBrowser } from './testing/chromium';
import { TestContext } from './testing/test-context';
import { describeHostileText } from './specs/hostile-text';
import { describeKeyboard } from './specs/keyboard';
import { describeManyPages } from './specs/many-pages';
import { describePromotion } from './specs/promotion';
import { describeNextPromotion } from './specs/next-promotion';
import { describeReleases } from './specs/releases';
import { describeReplacedParts } from './specs/replaced-parts';
import { describeFailedStage } from './specs/failed-stage';
import { describeFailedDeployment } from './specs/failed-deployment';
import { describeSecondApp } from './specs/second-app';
import { describeStability } from './specs/stability';
import { describeStates } from './specs/states';
import { describeOtherUsers } from './specs/other-users';

jest.setTimeout(240_000);

// One npm start and one story for all: each part continues where the one before it ended.
describeInBrowser('the release console in a browser', () => {
  let testContext: TestContext;
  beforeAll(async () => {
    testContext = await TestContext.open();
  });
  afterAll(() => testContext?.close());

  afterEach(() => {
    expect(testContext.browser.takeFaults()).toEqual([]);
  });

  describePromotion(() => testContext);
  describeKeyboard(() => testContext);
  describeFailedDeployment(() => testContext);
  describeReleases(() => testContext);
  describeFailedStage(() => testContext);
  describeNextPromotion(() => testContext);
  describeSecondApp(() => testContext);
  describeManyPages(() => testContext);
  describeHostileText(() => testContext);
  describeActivity(() => testContext);
  describeOtherUsers(() => testContext);
  describeReplacedParts(() => testContext);
  describeStability(() => testContext);
  describeStates(() => testContext);
});
