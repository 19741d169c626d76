#include <gtest/gtest.h>

#include "rules/certlogic_expression.h"

namespace gate {
namespace {

using Json = nlohmann::json;

/// {"!": [{"!": [… true …]}]}
Json nested(int operations) {
  Json logic = true;
  for (int i = 0; i < operations; ++i) logic = {{"!", Json::array({std::move(logic)})}};
  return logic;
}

Json numbers(int count) {
  Json array = Json::array();
  for (int i = 0; i < count; ++i) array.push_back(i);
  return array;
}

Result<CertLogicValue> evaluate(const CertLogicExpression& logic, const Json& data) {
  CertLogicBudget budget;
  return logic.evaluate(CertLogicValue(data), budget);
}

CertLogicExpression expression(const char* text) { return CertLogicExpression::read(Json::parse(text)).value(); }

TEST(CertLogicBounds, AnExpressionIsAsDeepAsAllowedAndNoDeeper) {
  const int operations = CertLogicExpression::kMaxDepth / 2;
  const auto deep = CertLogicExpression::read(nested(operations));
  ASSERT_TRUE(deep);
  EXPECT_TRUE(evaluate(*deep, {}));
  EXPECT_FALSE(CertLogicExpression::read(nested(operations + 1)));
  EXPECT_FALSE(CertLogicExpression::read(nested(1000)));
}

TEST(CertLogicBounds, AnExpressionHasAsManyItemsAsAllowed) {
  EXPECT_TRUE(CertLogicExpression::read(numbers(CertLogicExpression::kMaxItems - 1)));
  EXPECT_FALSE(CertLogicExpression::read(numbers(CertLogicExpression::kMaxItems)));
}

TEST(CertLogicBounds, AnExplodingReduceEndsInAnError) {
  // Three levels over 1,000 items each: a thousand million steps.
  const auto explosion = expression(R"({"reduce": [{"var": ""}, {"reduce": [[1,1,1,1,1,1,1,1,1,1],
      {"reduce": [[1,1,1,1,1,1,1,1,1,1], {"+": [{"var": "accumulator"}, {"var": "current"}]}, 0]}, 0]}, 0]})");
  const Json data = numbers(10'000);
  const auto result = evaluate(explosion, data);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().code, ErrorCode::kUnsupported);
  EXPECT_NE(result.error().message.find("too many steps"), std::string::npos);
}

TEST(CertLogicBounds, ABudgetIsSharedByThoseWhoAreGivenIt) {
  const auto sum = expression(R"({"+": [1, 2]})");
  CertLogicBudget budget{7};
  EXPECT_TRUE(sum.evaluate(CertLogicValue(), budget));
  EXPECT_TRUE(sum.evaluate(CertLogicValue(), budget));
  EXPECT_FALSE(sum.evaluate(CertLogicValue(), budget));
  EXPECT_EQ(budget.steps, 0u);
  EXPECT_FALSE(sum.evaluate(CertLogicValue(), budget)) << "what is used up stays used up";
}

TEST(CertLogicBounds, AValueThatNestsItselfEndsInAnError) {
  const Json data = numbers(5000);
  for (const char* text :
       {R"({"reduce": [{"var": ""}, [{"var": "accumulator"}], 0]})", R"({"reduce": [{"var": ""}, {"var": ""}, 0]})"}) {
    const auto result = evaluate(expression(text), data);
    ASSERT_FALSE(result) << text;
    EXPECT_NE(result.error().message.find("too deep"), std::string::npos) << result.error().message;
  }
}

TEST(CertLogicBounds, AValueThatUnfoldsWithoutEndIsNotWrittenOut) {
  // Each step holds the one before twice: 2^60 values in 60 arrays.
  const auto doubling = expression(R"({"reduce": [{"var": ""}, [{"var": "accumulator"}, {"var": "accumulator"}], 0]})");
  const Json data = numbers(60);
  const auto result = evaluate(doubling, data);
  ASSERT_TRUE(result);
  EXPECT_FALSE(result->to_json(1'000'000));
  EXPECT_FALSE(evaluate(expression(R"({"===": [[1], [1]]})"), data)) << "nor compared";
}

TEST(CertLogicBounds, LongPathsAndTextsCostTheirLength) {
  const auto path = CertLogicExpression::read({{"var", std::string(4'000'000, '.')}}).value();
  EXPECT_FALSE(evaluate(path, Json::object()));
  const Json uvci = std::string(4'000'000, 'a');
  EXPECT_FALSE(evaluate(expression(R"({"extractFromUVCI": [{"var": ""}, 1]})"), uvci));
}

}  // namespace
}  // namespace gate
