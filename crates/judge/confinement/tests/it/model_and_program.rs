//! The rules that a profile becomes, the program compiled from them, and what
//! exploring that program finds: all three say the same of every call.

use proptest::collection::vec;
use proptest::prelude::*;
use seaworthy_confinement::{Abi, Action, Environment, Filter, KernelVersion, Reach, syscalls};

use crate::generated::{Call, call, profile};

fn outcome(reach: &Reach, call: &Call) -> Option<Action> {
    Some(match reach {
        Reach::Allowed => Action::Allow,
        Reach::Logged => Action::Log,
        Reach::Missing => Action::Errno(38),
        Reach::Refused { errno } => Action::Errno(*errno),
        Reach::Conditional(conditional) => {
            let case = conditional
                .cases
                .iter()
                .find(|case| case.when.iter().all(|condition| condition.holds(&call.arguments, 0)));
            case.map_or(conditional.otherwise?, |case| case.action)
        }
        Reach::Killed | Reach::Trapped | Reach::Notified | Reach::Traced => return None,
    })
}

fn is_kin(reach: &Reach, action: Action) -> bool {
    match reach {
        Reach::Killed => matches!(action, Action::KillThread | Action::KillProcess),
        Reach::Trapped => action == Action::Trap,
        Reach::Notified => action == Action::Notify,
        Reach::Traced => matches!(action, Action::Trace(_)),
        _ => false,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn model_program_and_exploration_agree(
        profile in profile(),
        native in 0usize..2,
        calls in vec(call(), 24),
    ) {
        let native = [Abi::X86_64, Abi::Arm64][native];
        let environment = Environment::docker_default(native, KernelVersion::new(6, 1));
        let model = Filter::from_profile(&profile, &environment);
        let program = model.compile().unwrap().unwrap();
        let bytes = program.to_bytes();
        prop_assert_eq!(&seaworthy_confinement::Program::from_bytes(&bytes).unwrap(), &program);
        let emulated = Filter::from_program(program);
        for call in &calls {
            let said = model.decide(call.abi, call.number, call.arguments).action;
            let done = emulated.decide(call.abi, call.number, call.arguments).action;
            prop_assert_eq!(said, done, "{:?}", call);
            for filter in [&model, &emulated] {
                let Some(known) = syscalls(call.abi).iter().find(|each| each.number == call.number)
                else { continue };
                let reach = filter.reach(call.abi, known.name);
                match outcome(&reach, call) {
                    Some(action) => prop_assert_eq!(action, said, "{:?} {:?}", call, reach),
                    None => prop_assert!(is_kin(&reach, said), "{:?} {:?} {}", call, reach, said),
                }
            }
        }
    }
}
