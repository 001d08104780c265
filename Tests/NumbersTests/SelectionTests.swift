import Numbers
import Testing

/// Compared with sorting: few and many different values, ascending, descending and mixed.
@Test(arguments: [1, 2, 3, 10, 101, 1000], [1, 3, 1_000_000])
func theValueAtAnIndexIsThatOfTheSortedOnes(count: Int, different: Int) {
  var random = RandomStream(seed: UInt64(count), purpose: "selection")
  let mixed = (0..<count).map { _ in Double(random.below(different)) }
  let sorted = mixed.sorted()
  for values in [mixed, sorted, sorted.reversed()] {
    for index in Set([0, count / 3, (count - 1) / 2, count - 1]) {
      #expect(values.sortedValue(at: index) == sorted[index])
    }
  }
}
