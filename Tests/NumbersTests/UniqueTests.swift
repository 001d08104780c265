import Numbers
import Testing

@Suite struct UniqueTests {
  @Test func keepsTheFirstOfEachElement() {
    #expect(["b", "a", "b", "c", "a"].uniqued() == ["b", "a", "c"])
    #expect([Int]().uniqued() == [])
    #expect([nil, 1, nil].uniqued() == [nil, 1])
  }
}
