//! Stacks of a template, as moto makes them.

use super::{Moto, between, signature};

impl Moto {
    /// Creates a stack of a template; gives its status.
    pub fn create_stack(&self, name: &str, template: &str, parameters: &[(&str, &str)]) -> String {
        let mut form = vec![("Action".to_owned(), "CreateStack".to_owned()), ("StackName".to_owned(), name.to_owned())];
        form.push(("TemplateBody".to_owned(), template.to_owned()));
        for (at, (key, value)) in (1..).zip(parameters) {
            form.push((format!("Parameters.member.{at}.ParameterKey"), (*key).to_owned()));
            form.push((format!("Parameters.member.{at}.ParameterValue"), (*value).to_owned()));
        }
        self.query("cloudformation", form);
        let stacks = self.query("cloudformation", vec![("Action".to_owned(), "DescribeStacks".to_owned())]);
        between(&stacks, "<StackStatus>", "</StackStatus>").swap_remove(0)
    }

    /// The types of a stack's resources, each as often as it is there.
    pub fn stack_resources(&self, name: &str) -> Vec<String> {
        let form = [("Action", "ListStackResources"), ("StackName", name)];
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec();
        between(&self.query("cloudformation", form), "<ResourceType>", "</ResourceType>")
    }

    /// One call of a service that speaks in forms and XML.
    #[track_caller]
    fn query(&self, service: &str, form: Vec<(String, String)>) -> String {
        let request = self.agent.post(&self.endpoint).header("authorization", signature(service));
        let mut answer = request.send_form(form).expect("moto answers");
        let text = answer.body_mut().read_to_string().expect("moto answers in text");
        assert_eq!(answer.status(), 200, "{text}");
        text
    }
}
